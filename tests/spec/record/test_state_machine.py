"""Whatever people do to a record in whatever order, it holds what a plain dictionary says it must.

Each deed is foretold by the model: it is done, and changes just that; or it is refused, and nothing changes.
`MSC_DOSE_RECORDS` asks for so many records on SQLite (and a twentieth on PostgreSQL) with other chances.
"""

import os
import shutil
import tempfile
from collections import Counter

from contents import agreement
from deeds import BAGS, CHOSEN, Deeds, ward
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from places import Places, ServerPlaces

from msc_dose.store import audit, people, stock
from msc_dose.store.courses import events_of
from msc_dose.store.site import settings as site

RECORDS = int(os.environ.get("MSC_DOSE_RECORDS", "0"))
STEPS = 40
TYPES = {
    **{"open": "opened", "plan": "planned", "order": "ordered", "strike": "entered-in-error"},
    **{"thaw": "thawed", "give": "completed", "lose": "stopped-early", "hold": "held", "resume": "resumed"},
}


class RecordMachine(RuleBasedStateMachine):
    """People at work; `places` makes copies of one record, `done` counts over all of them."""

    places, done = None, None

    @initialize(data=st.data())
    def a_copy(self, data):
        self.folder = tempfile.mkdtemp(dir=self.places.folder)
        self.people = Deeds(self.places, self.folder, data)

    # One rule, for hypothesis leaves whole rules out of an example; here everything is to meet everything.
    @rule(deed=st.sampled_from(CHOSEN), data=st.data())
    def work(self, deed, data):
        self.people.data = data
        deed(self.people)

    @invariant()
    def the_record_is_what_the_model_says(self):
        model = self.people.model
        with self.people.record.reading() as statements:
            listed = stock.listed(statements)
            events = {code: [each.type for each in events_of(statements, code)] for code in model.courses}
            known = {each.code for each in people.people(statements)}
            identity = site.setting(statements, "identity")
            holdings = [row["container"] for row in statements.all("every_holding") if row["freed"] is None]
        stands = {each.identity: (each.state, each.course, each.infusion) for each in listed}
        assert stands == {key: (model.state(key), *model.holder(key)) for key in model.listed}
        assert sorted(holdings) == [key for key in BAGS if model.holder(key)[0]]
        assert events == {
            code: [TYPES[each["kind"]] for each in told] for code, told in model.courses.items()
        }
        assert (known, identity) == (model.people, model.settings.get("identity"))

    def teardown(self):
        assert (agreement(self.people.record), audit.verify(self.people.record)) == ([], ())
        self.people.record.close()
        self.done.update(self.people.done)
        self.places.clear()
        shutil.rmtree(self.folder)


def drive(places, records):
    """So many records, and much work on each; always the same unless MSC_DOSE_RECORDS asks for other chances."""
    machine = type("RecordMachineAtAPlace", (RecordMachine,), {"places": places, "done": Counter()})
    chosen = settings(
        max_examples=records,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not RECORDS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        places.end()
        print(*(f"{times} × {name} {how}" for (name, how), times in sorted(machine.done.items())), sep=", ")


def test_a_record_in_a_file_is_what_the_model_says(tmp_path):
    drive(Places(tmp_path, ward), RECORDS or 20)


def test_a_record_that_goes_to_and_fro_between_server_and_file_is_what_the_model_says(server, tmp_path):
    drive(ServerPlaces(server, tmp_path, ward), RECORDS // 20 or 5)
