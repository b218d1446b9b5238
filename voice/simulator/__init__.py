"""Voice vendors on loopback: ElevenLabs agents, behind the same addresses as the real ones.

To mount them beside other simulators in one aiohttp application:

    from voice.simulator.vendor import Vendor, routes
    app.add_routes(routes(Vendor(api_key=..., seed=..., speed=...)))

which adds /v1/convai/conversation (and its signed links) and /simulator/voice (records, faults).
"""
