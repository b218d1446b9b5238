"""All mutants: of the guards, and of the judge of what callees say."""

from tests.mutants.bookings import BOOKINGS
from tests.mutants.callees import CALLEES
from tests.mutants.guards import GUARDS
from tests.mutants.offers import OFFERS

OF_JUDGE = [*BOOKINGS, *OFFERS, *CALLEES]
MUTANTS = [*GUARDS, *OF_JUDGE]
