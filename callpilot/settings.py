"""Every setting, by subject, from the environment (and from `.env`)."""

import secrets
import ssl
from pathlib import Path

import django_stubs_ext
import environ
from django.utils.translation import gettext_lazy as _

from callpilot import __version__
from callpilot.addresses import host_of, is_on_this_machine
from callpilot.json_types import JsonObject

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(environ.Env):
    """Reads the environment; a setting left empty, as in `.env.example`, has its default.

    One that cannot be read ends the process with its name, before anything else is known.
    """

    def get_value(
        self,
        var: str,
        cast: object = None,
        default: object = environ.Env.NOTSET,
        parse_default: bool = False,
    ) -> object:
        if default is not self.NOTSET and not self.ENVIRON.get(var):
            return default
        try:
            return super().get_value(var, cast, default, parse_default)
        except (ValueError, ArithmeticError):
            said = f"{var}={self.ENVIRON.get(var)}"
            raise SystemExit(
                f"{said} cannot be read; see .env.example for what it may be."
            ) from None


env = Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What we are ---------------------------------------------------------------------------
MODE = env.str("CALLPILOT_MODE", default="simulated")  # simulated | rehearsal | live
SIMULATED = MODE == "simulated"
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("CALLPILOT_DATA", default=str(BASE_DIR / "data")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A random secret made once and kept in the data folder, for a start without settings."""
    file = DATA_DIR / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()


SECRET_KEY_GIVEN = bool(env.str("SECRET_KEY", default=""))
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret("secret_key")

# --- Where we are --------------------------------------------------------------------------
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
# The address at which carriers and voice vendors reach us; what their signatures are made over.
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
# Where the carrier opens its media sockets; a process of its own in production.
STREAM_URL = env.str("STREAM_URL", default="") or PUBLIC_URL.replace("http", "ws", 1)
# Where we open it ourselves before anybody is rung; default: there. "off": we cannot, carriers can.
STREAM_PROBE_URL = env.str("STREAM_PROBE_URL", default="")
OUR_HOSTS = [host_of(PUBLIC_URL), host_of(STREAM_URL)]
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[*dict.fromkeys(["localhost", "127.0.0.1", "[::1]", "testserver", *OUR_HOSTS])],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
COOKIE_PREFIX = ""
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    # No other host of the domain, and nothing without TLS, can plant a cookie of such a name.
    COOKIE_PREFIX = "__Host-"
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts of the domain, and
    "security.W021",  # browsers' lists of it, are not ours to decide
    "security.W008",  # whoever ends TLS in front redirects; this machine's own programs speak plain
]

INSTALLED_APPS = [
    "callpilot.accounts.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_celery_beat",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "callpilot",
    "scheduling",
    "campaigns",
    "voice",
    "telephony",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "callpilot.edge.middleware.MethodsMiddleware",
    "callpilot.edge.middleware.CharsetMiddleware",
    "callpilot.edge.middleware.TextMiddleware",
    "callpilot.edge.middleware.PrivateMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "callpilot.accounts.session_limits.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "callpilot.pages.middleware.ReaderMiddleware",
]
MESSAGE_STORAGE = "callpilot.pages.messages.Storage"
ROOT_URLCONF = "callpilot.urls"
ASGI_APPLICATION = "callpilot.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "callpilot.pages.template_context.project",
            ]
        },
    }
]

# --- Rows ----------------------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'callpilot.sqlite3'}")
}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: writers queue for the lock instead of failing half-way with "locked".
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            " PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
        ),
    }
    # A file: the in-memory test database answers "table is locked" to threads.
    _db["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _db["CONN_MAX_AGE"] = 0
    _db["CONN_HEALTH_CHECKS"] = True
    pool = {"min_size": 1, "max_size": env.int("DB_POOL_MAX", default=8)}
    _db["OPTIONS"] = _db.get("OPTIONS", {}) | {"pool": pool}  # what DATABASE_URL asks for stays
DB_WAIT_SECONDS = env.float("DB_WAIT_SECONDS", default=3.0)  # longer no call waits for it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files ---------------------------------------------------------------------------------
# Where all processes find the recordings: s3://bucket/folder?endpoint=https://…&region=…, or a
# folder that they share, file:///…
RECORDINGS_URL = env.str("RECORDINGS_URL", default="")
AWS_ACCESS_KEY_ID = env.str("AWS_ACCESS_KEY_ID", default="")  # both empty: the machine's role
AWS_SECRET_ACCESS_KEY = env.str("AWS_SECRET_ACCESS_KEY", default="")
RECORDING_SPOOL_DIR = DATA_DIR / "spool"  # of this host alone: what is being recorded
_recordings: JsonObject = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": RECORDINGS_URL.removeprefix("file://") or str(DATA_DIR / "recordings"),
        "allow_overwrite": True,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
if RECORDINGS_URL.startswith("s3://"):
    _recordings = {
        "BACKEND": "telephony.recording.bucket.Bucket",
        "OPTIONS": {"url": RECORDINGS_URL},
    }
STORAGES: dict[str, JsonObject] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "recordings": _recordings,
}

# --- Broker, cache, channel layer ----------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED = not REDIS_URL  # web, worker and beat in one process, no Redis
if EMBEDDED:
    CELERY_BROKER_URL = "memory://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.02}
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
    CACHES: dict[str, JsonObject] = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Beyond it a third is thrown away by chance, counters of limits among it.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
    CHANNEL_LAYERS: dict[str, JsonObject] = {
        "default": {
            "BACKEND": "callpilot.embedded.local_layer.LocalChannelLayer",
            "CONFIG": {"capacity": 1000},
        }
    }
else:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
    # The "core" layer closes idle sockets after 5 s with redis-py 8; pub/sub does not.
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {
                "hosts": [REDIS_URL],
                "prefix": "callpilot",
                # What is whispered into a call passes here.
                "symmetric_encryption_keys": [SECRET_KEY],
            },
        }
    }
    if REDIS_URL.startswith("rediss://"):
        CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "dispatch due calls": {"task": "telephony.tasks.dispatch_calls", "schedule": 2.0},
    "reconcile and reap calls": {"task": "telephony.tasks.reap_calls", "schedule": 5.0},
    "look after campaigns": {"task": "campaigns.tasks.sweep_campaigns", "schedule": 5.0},
    "is our number answered": {"task": "telephony.tasks.look_at_number", "schedule": 300.0},
    "tidy up recordings": {"task": "telephony.tasks.tidy_recordings", "schedule": 60.0},
    "send forgotten e-mails": {"task": "campaigns.tasks.mail_left_over", "schedule": 300.0},
    "tidy up old idempotency keys": {"task": "callpilot.tasks.tidy_keys", "schedule": 3600.0},
    "ask for second opinions": {"task": "voice.tasks.ask_second_opinions", "schedule": 60.0},
    "ask how voice sessions went": {"task": "voice.tasks.ask_after_sessions", "schedule": 60.0},
    "forget old rings": {"task": "telephony.tasks.forget_rings", "schedule": 3600.0},
    "tidy up lapsed holds": {"task": "scheduling.tasks.tidy_holds", "schedule": 60.0},
}

# Whoever takes longer to send the head of a request is hung up on.
REQUEST_HEAD_SECONDS = env.float("REQUEST_HEAD_SECONDS", default=10.0)

# --- People --------------------------------------------------------------------------------
SESSION_ENGINE = "callpilot.accounts.session_store"
# A session ends when it was not used for so long, and however much it is used after so long.
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=7 * 24)
SESSION_HOURS = env.int("SESSION_HOURS", default=30 * 24)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
# Whether the admin pages open only to staff who sign in with a second factor.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not SIMULATED)
AUTH_USER_MODEL = "callpilot.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "callpilot.accounts.passwords.OwnWordsValidator"},
]
# Who is asked, by five letters of a digest, whether a password stands in a published theft.
BREACHED_PASSWORDS_URL = env.str("BREACHED_PASSWORDS_URL", default="")
if BREACHED_PASSWORDS_URL:
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "callpilot.accounts.breached_passwords.BreachedPasswordValidator"}
    )
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and no other
ACCOUNT_ADAPTER = "callpilot.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "callpilot.accounts.adapter.SocialAdapter"
ACCOUNT_FORMS = {"login": "callpilot.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is told to its owner
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Guesses are counted by person together with address, so that nobody can shut somebody else out.
# What comes from everywhere is stopped by the last one, past which known browsers and codes by
# mail still lead in: see AccountAdapter.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login_failed_anywhere": "100/h/key"}
# Who signs up as demo@… must not become the demo person, whom live mode refuses to start with.
ACCOUNT_USERNAME_BLACKLIST = ["demo", "admin", "root", "staff"]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "callpilot.accounts.forms.AddKeyForm"}
MFA_TOTP_ISSUER = "CallPilot"
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before or after counts too
# Browsers allow passkeys without https on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_URL.startswith("https://")
# With both keys there is a button "Continue with Google"; without them not even its address.
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET = env.str("GOOGLE_CLIENT_SECRET", default="")
GOOGLE_SIGN_IN = bool(GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET)
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if GOOGLE_SIGN_IN:
    INSTALLED_APPS.append("allauth.socialaccount.providers.google")
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": GOOGLE_CLIENT_SECRET, "key": ""}],
        "SCOPE": ["profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if SIMULATED
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_TIMEOUT = 10  # seconds; without it a mail server that hangs holds up a worker for ever
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="CallPilot <callpilot@localhost>")
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    _mail = env.email("EMAIL_URL", backend=EMAIL_BACKEND)
    del _mail["EMAIL_FILE_PATH"]  # ours; a URL of a mail server has none
    _usual_port = 587 if "EMAIL_USE_TLS" in _mail else 465 if "EMAIL_USE_SSL" in _mail else 25
    vars().update(_mail | {"EMAIL_PORT": _mail["EMAIL_PORT"] or _usual_port})
# A mail server that nobody named is none, whatever Django takes by default.
MAIL_IS_SET_UP = bool(EMAIL_URL) or not EMAIL_BACKEND.endswith(".smtp.EmailBackend")
ACCOUNT_LOGIN_BY_CODE_ENABLED = MAIL_IS_SET_UP

# --- Calling: whom, when, how many ---------------------------------------------------------
VOICE_ENGINE = env.str("VOICE_ENGINE", default="elevenlabs")
# Through whom an engine hears that has no ears of its own.
STT = env.str("STT", default="deepgram")
# Through whom an engine speaks that has no voice of its own.
TTS = env.str("TTS", default="elevenlabs")
CARRIER = env.str("CARRIER", default="twilio")
DIRECTORY = env.str("DIRECTORY", default="demo")
DISTANCE = env.str("DISTANCE", default="haversine")
GEOCODER = env.str("GEOCODER", default="offline")
CALENDAR = env.str("CALENDAR", default="builtin")
ALLOWED_COUNTRIES = env.list("ALLOWED_COUNTRIES", default=["US", "CA"])
# "any" also ignores the providers' opening hours; HH:MM-HH:MM is the callee's local time.
CALLING_HOURS = env.str("CALLING_HOURS", default="09:00-17:30" if MODE == "live" else "any")
TARGET_PHONE_NUMBER = env.str("TARGET_PHONE_NUMBER", default="")  # rehearsal: every call goes here
MAX_LIVE_CALLS = env.int("MAX_LIVE_CALLS", default=30)  # whole deployment
# Within any 24 hours, or 7 days; 0: no cap. A quarter of each is kept for what was agreed with a
# desk: booking, moving, cancelling, releasing. A simulated desk minds less.
_patience = 5 if SIMULATED else 1
MAX_CALLS_PER_NUMBER_PER_DAY = env.int("MAX_CALLS_PER_NUMBER_PER_DAY", default=6 * _patience)
MAX_CALLS_PER_NUMBER_PER_WEEK = env.int("MAX_CALLS_PER_NUMBER_PER_WEEK", default=15 * _patience)
MAX_CALLS_PER_PERSON_PER_DAY = env.int("MAX_CALLS_PER_PERSON_PER_DAY", default=100 * _patience)
MAX_CALLS_PER_DAY = env.int("MAX_CALLS_PER_DAY", default=1000 * _patience)  # whole deployment
# So many answered calls in a row without a voice, and no other desk is disturbed; 0: never.
VOICE_FAILURES = env.int("VOICE_FAILURES", default=2)
CALLS_PER_SECOND = env.float("CALLS_PER_SECOND", default=10.0 if SIMULATED else 1.0)
# How long a call that was placed may be unknown when the carrier is asked about it.
CARRIER_LAG_SECONDS = env.float("CARRIER_LAG_SECONDS", default=5.0 if SIMULATED else 60.0)
# Without news of a call for so long, the carrier is asked about it.
CARRIER_SILENCE_SECONDS = env.float("CARRIER_SILENCE_SECONDS", default=20.0)
# A call that may have been placed is given up so long after it would have stopped ringing.
CARRIER_DOUBT_SECONDS = env.float("CARRIER_DOUBT_SECONDS", default=60.0)
# Simulated calls: on or off. Real ones: off, or consent, when the desk says yes to being recorded.
RECORD_CALLS = env.str("RECORD_CALLS", default="on" if SIMULATED else "off")
RING_SECONDS = env.int("RING_SECONDS", default=30)
CALL_LIMIT_SECONDS = env.int("CALL_LIMIT_SECONDS", default=420)  # the carrier's TimeLimit
HOLD_BUDGET_SECONDS = env.int("HOLD_BUDGET_SECONDS", default=300)
ASK_SECONDS = env.float("ASK_SECONDS", default=20.0)  # for a person's answer to what a desk asks
RETRY_MINUTES = env.list("RETRY_MINUTES", cast=int, default=[10, 30])  # busy, no answer
# So long after a machine answered it is rung once more; 0: never.
VOICEMAIL_RETRY_MINUTES = env.int("VOICEMAIL_RETRY_MINUTES", default=60)
# One short message per provider and request on a machine that records; the law of many places
# allows it only to those who have agreed to be called so.
VOICEMAIL_MESSAGES = env.bool("VOICEMAIL_MESSAGES", default=False)
COOL_DOWN_HOURS = env.int("COOL_DOWN_HOURS", default=24)  # after "no time for this"
OFFER_HOLD_MINUTES = env.int("OFFER_HOLD_MINUTES", default=60)
CAMPAIGN_LIMIT_HOURS = env.int("CAMPAIGN_LIMIT_HOURS", default=72)
CURRENCY = "USD"
CAMPAIGN_BUDGET = env.str("CAMPAIGN_BUDGET", default="15.00")  # decimal, in CURRENCY
# What a person may raise it to; who asks for more is refused.
MAX_CAMPAIGN_BUDGET = env.str("MAX_CAMPAIGN_BUDGET", default=CAMPAIGN_BUDGET)
PRICE_PER_MINUTE = env.str("PRICE_PER_MINUTE", default="0.0184")  # carrier + media stream
VOICE_PRICE_PER_MINUTE = env.str("VOICE_PRICE_PER_MINUTE", default="0.08")

# --- Vendors (in simulated mode their addresses are our own simulators on loopback) --------
SIMULATOR_PORT = env.int("SIMULATOR_PORT", default=8100)
SIMULATOR_URL = f"http://127.0.0.1:{SIMULATOR_PORT}"
SIMULATION_SPEED = env.float("SIMULATION_SPEED", default=3.0)
SIMULATION_SEED = env.int("SIMULATION_SEED", default=1)

_simulated_or_none = (lambda value: value) if SIMULATED else (lambda value: "")
TWILIO_API_URL = env.str("TWILIO_API_URL", default=_simulated_or_none(SIMULATOR_URL))
# Only numbers that belong to nobody, or only numbers that may belong to somebody: it follows from
# whose telephone network it is, and one on this machine is the simulator's in every mode.
FICTIONAL_NUMBERS = SIMULATED or is_on_this_machine(TWILIO_API_URL)
TWILIO_ACCOUNT_SID = env.str(
    "TWILIO_ACCOUNT_SID", default=_simulated_or_none("AC0123456789abcdef0123456789abcdef")
)
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default=_simulated_or_none("simulated-auth-token"))
TWILIO_CALLER_ID = env.str("TWILIO_CALLER_ID", default=_simulated_or_none("+14155550100"))
# Who speaks the announcements, "language:voice"; a neural voice is understood better on the phone.
TWILIO_VOICE = env.list(
    "TWILIO_VOICE", default=["en-US:Polly.Joanna-Neural", "en-GB:Polly.Amy-Neural"]
)
# How keys are pressed in phone menus: by the carrier, for which the media socket is closed and
# opened anew ("rest"), or by their sound on the media stream ("inband").
TWILIO_KEYS = env.str("TWILIO_KEYS", default="rest")
# Where desks are told to call back: only where somebody is known to answer.
CALLBACK_NUMBER = env.str("CALLBACK_NUMBER", default="")
ELEVENLABS_API_URL = env.str(
    "ELEVENLABS_API_URL", default=_simulated_or_none(SIMULATOR_URL) or "https://api.elevenlabs.io"
)
ELEVENLABS_API_KEY = env.str("ELEVENLABS_API_KEY", default=_simulated_or_none("simulated-xi-key"))
ELEVENLABS_AGENT_ID = env.str(
    "ELEVENLABS_AGENT_ID", default=_simulated_or_none("agent_simulated_ulaw_8000")
)
# What the vendor signs its reports after calls with; without it they are refused, and asked for.
ELEVENLABS_WEBHOOK_SECRET = env.str(
    "ELEVENLABS_WEBHOOK_SECRET", default=_simulated_or_none("wsec_simulated")
)
# Tools are asked for over the conversation's socket ("client"), or at our addresses ("webhook").
ELEVENLABS_TOOLS = env.str("ELEVENLABS_TOOLS", default="client")
# When set, whoever asks for a tool over HTTP has to bring it too, in X-Tool-Secret.
TOOL_SECRET = env.str("TOOL_SECRET", default="")
# Who speaks, and how, for an engine that finds the words elsewhere.
ELEVENLABS_VOICE_ID = env.str("ELEVENLABS_VOICE_ID", default=_simulated_or_none("voice_simulated"))
ELEVENLABS_SPEECH_MODEL = env.str("ELEVENLABS_SPEECH_MODEL", default="eleven_flash_v2_5")
DEEPGRAM_API_URL = env.str(
    "DEEPGRAM_API_URL", default=_simulated_or_none(SIMULATOR_URL) or "https://api.deepgram.com"
)
DEEPGRAM_API_KEY = env.str("DEEPGRAM_API_KEY", default=_simulated_or_none("simulated-deepgram-key"))
# flux-…: turns by what was said and how; nova-…: by silence alone.
DEEPGRAM_MODEL = env.str("DEEPGRAM_MODEL", default="flux-general-en")
# What the simulators' process shares with this one: where we find them, and what they know of us.
SIMULATED_ADDRESSES = ("TWILIO_API_URL", "ELEVENLABS_API_URL", "DEEPGRAM_API_URL")
KNOWN_TO_SIMULATORS = (
    "TWILIO_AUTH_TOKEN",
    "ELEVENLABS_WEBHOOK_SECRET",
    "ELEVENLABS_TOOLS",
    "TOOL_SECRET",
    "PUBLIC_URL",
)
# Parts of the agent that a brief replaces; each must be permitted at the agent, or it hangs up.
ELEVENLABS_OVERRIDES = env.list("ELEVENLABS_OVERRIDES", default=[])
# Voices that people may choose from, "id:Name"; in effect with tts.voice_id among the overrides.
ELEVENLABS_VOICES = env.list("ELEVENLABS_VOICES", default=[])

# A language model reads requests when it is set, vendor:model (anthropic, openai or google);
# else, and whenever it fails, rules do.
LLM_MODEL = env.str("LLM_MODEL", default="")
LLM_API_KEY = env.str("LLM_API_KEY", default="")
LLM_BASE_URL = env.str("LLM_BASE_URL", default="")  # a gateway or a server of one's own
LLM_TIMEOUT_SECONDS = env.float("LLM_TIMEOUT_SECONDS", default=8.0)
LLM_READINGS_PER_DRAFT = env.int("LLM_READINGS_PER_DRAFT", default=20)  # then rules go on

# --- API and pages -------------------------------------------------------------------------
# How many campaigns a person may start, by pages and API alike; each rings at many desks.
CAMPAIGN_RATE = env.str("CAMPAIGN_RATE", default="1000/minute" if SIMULATED else "60/hour")
# How many requests they may begin, and messages they may write about them.
DRAFT_RATE = env.str("DRAFT_RATE", default="1000/minute" if SIMULATED else "300/hour")
# How often their programs may ask the API anything.
API_RATE = env.str("API_RATE", default="1000/second" if SIMULATED else "1200/minute")
FEED_RATE = "30/minute"  # how often programs may read one calendar feed
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "callpilot.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["callpilot.api.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["callpilot.api.request_rate.RequestRate"],
    "DEFAULT_SCHEMA_CLASS": "callpilot.api.openapi.Schema",
    "EXCEPTION_HANDLER": "callpilot.api.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CallPilot",
    "DESCRIPTION": "Books appointments by telephone.",
    "VERSION": __version__,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "AppointmentStatus": "scheduling.models.Appointment.Status",
        "CallOutcome": "campaigns.models.Call.Outcome",
        "CallStatus": "campaigns.models.Call.Status",
        "CampaignState": "campaigns.models.Campaign.Status",
        "CampaignStatus": "campaigns.api.representations.PublicStatus",
        "OfferStatus": "campaigns.models.Offer.Status",
    },
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", "ws:", "wss:"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *(["https://accounts.google.com"] if GOOGLE_SIGN_IN else [])],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "staticfiles"  # only `collectstatic` fills it; finders serve without
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT.mkdir(exist_ok=True)
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English (US)")), ("en-gb", _("English (UK)"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

LOGGING_CONFIG = "callpilot.redaction.configure"  # strikes secrets out of whatever is logged
LOGGING: JsonObject = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "callpilot.redaction.UtcFormatter",
            "format": "%(asctime)s %(levelname).1s %(name)s: %(message)s",
        }
    },
    "filters": {
        "but_ready": {  # whose view says itself what is down, and how bad that is
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: (
                getattr(getattr(record, "request", None), "path", "") != "/ready"
            ),
        }
    },
    "loggers": {
        "django.request": {"filters": ["but_ready"]},
        "callpilot.accounts.log": {"level": "INFO"},  # who came in is told whatever the level
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
