// Books an appointment with a client whose types are made of the API's document (schema.d.ts).

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
type Campaign = Schemas["Campaign"];

const [url, token] = process.argv.slice(2);
if (!url || !token) throw new Error("Give the server's address and a token.");
const api = createClient<paths>({ baseUrl: url, headers: { Authorization: `Token ${token}` } });
const PATIENCE_SECONDS = 400;

function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** What was answered; a refusal ends the program with its sentences. */
function given<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined)
    throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

async function look(campaignId: string): Promise<Campaign> {
  const params = { path: { campaign_id: campaignId } };
  return given(await api.GET("/api/campaigns/{campaign_id}", { params }));
}

async function until(campaignId: string, done: (seen: Campaign) => boolean): Promise<Campaign> {
  for (const end = Date.now() + PATIENCE_SECONDS * 1000; Date.now() < end; ) {
    const seen = await look(campaignId);
    if (done(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("not reached in time");
}

/** The place to look in: a name of several is refused, and says what may be meant. */
async function somewhere(): Promise<Schemas["Place"]> {
  const body: Schemas["CampaignInput"] = { service: "dentist", location: "Springfield" };
  const { error, response } = await api.POST("/api/campaigns", { body });
  const first = error?.suggestions?.["location"]?.[0];
  if (response.status !== 422 || !first) throw new Error(`no suggestions: ${response.status}`);
  return first;
}

async function start(): Promise<Campaign> {
  const market: Schemas["PlaceInput"] = { label: "Market Street", latitude: 37.79, longitude: -122.4 };
  const body: Schemas["CampaignInput"] = {
    service: "dentist",
    location: market,
    date_range_start: day(1),
    date_range_end: day(5),
    duration_min: 30,
    max_providers: 6,
    preferences: { earliest_weight: 0.5, rating_weight: 0.25 },
  };
  const params = { header: { "Idempotency-Key": "typescript" } };
  const made = given(await api.POST("/api/campaigns", { body, params }));
  const again = given(await api.POST("/api/campaigns", { body, params }));
  if (made.campaign_id !== again.campaign_id) throw new Error("asked twice, it began twice");
  return made;
}

/** Choose the best offer; a desk may have lost its time when it is rung back. */
async function confirmed(campaign: Campaign): Promise<Campaign> {
  const campaignId = campaign.campaign_id;
  const params = { path: { campaign_id: campaignId } };
  for (let tries = 0; tries < 4; tries++) {
    const best = campaign.ranked.find((offer) => offer.verified);
    if (!best) throw new Error(`no offer: ${campaign.reason}`);
    const body = { offer_id: best.offer_id, user_contact: { name: "Alex Example" } };
    given(await api.POST("/api/campaigns/{campaign_id}/confirm", { params, body }));
    campaign = await until(
      campaignId,
      (seen) => seen.confirmed || seen.state === "ranking" || seen.state === "failed",
    );
    if (campaign.confirmed) return campaign;
  }
  throw new Error(`not booked: ${campaign.reason}`);
}

const suggested = await somewhere();
const found = await until((await start()).campaign_id, (seen) => seen.status !== "running");
const booked = await confirmed(found);
if (!booked.appointment_id) throw new Error("booked without an appointment");
const appointment = given(
  await api.GET("/api/appointments/{appointment_id}", {
    params: { path: { appointment_id: booked.appointment_id } },
  }),
);
console.log(
  JSON.stringify({
    suggested: suggested.label,
    campaign: booked.campaign_id,
    reference: booked.confirmation_ref,
    start: appointment.start,
    zone: appointment.timezone,
  }),
);
