"""All kinds of cases. A new one is a module here and its line in KINDS; claims and filters come by themselves."""

from support.cases.kind import CaseKind
from support.cases.kinds.appeals import APPEAL
from support.cases.kinds.danger import DANGER
from support.cases.kinds.helpers import HELPER
from support.cases.kinds.members import MEMBER
from support.cases.kinds.messages import MESSAGE
from support.cases.kinds.needs import NEED
from support.cases.kinds.patterns import PATTERN
from support.cases.kinds.paused import PAUSED
from support.cases.kinds.proposals import PROPOSAL
from support.cases.kinds.reports import REPORT
from support.cases.kinds.resources import RESOURCE
from support.cases.kinds.seconds import SECOND
from support.cases.kinds.waiting import WAITING

# Of those that are equally grave and equally old, what stands first here comes first.
KINDS: tuple[CaseKind, ...] = (
    *DANGER,
    REPORT,
    SECOND,
    APPEAL,
    PAUSED,
    PATTERN,
    MESSAGE,
    NEED,
    PROPOSAL,
    MEMBER,
    WAITING,
    RESOURCE,
    HELPER,
)
