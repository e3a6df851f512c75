"""What must be true of a record, in plain dictionaries: courses as lists of events, containers as lists of steps."""

INFUSIONS = (1, 2, 3, 4)
FROZEN = ("stored", "retrieved")
AT_HAND = ("thawed", "issued")
FURTHER = ("stored", "retrieved", "thawed", "issued", "wasted", "infused")
STEP_REACHES = {"retrieve": "retrieved", "issue": "issued", "waste": "wasted"}
STEP_JUDGES = {"release": "released", "quarantine": "quarantined"}
USES = {"thaw": "thawed", "give": "infused", "lose": "wasted"}  # what an event does to each of its containers


class Model:
    """`listed`: each container of the stock and how it was listed. `courses`: the events of each.

    `steps`: of each container, in order, what was done to it: a mapping with `does`, and the course, the
    infusion and the number of the event where there are such.
    """

    def __init__(self):
        self.listed, self.courses, self.steps = {}, {}, {}
        self.people, self.settings = set(), {}

    def counted(self, course):
        """The events that count: each event's number and itself."""
        struck = self._struck(course)
        return [(number, told) for number, told in enumerate(self.courses[course], 1) if number not in struck]

    def _struck(self, course):
        """The numbers of the events that an entry in error takes back which is not taken back itself."""
        struck = []
        for number, told in reversed(list(enumerate(self.courses[course], 1))):
            if told["kind"] == "strike" and number not in struck:
                struck.append(told["event"])
        return struck

    def possible(self, course, told):
        """Whether the course can be, with this further event; nothing is taken back twice."""
        self.courses[course].append(told)
        try:
            struck = self._struck(course)
            once = len(struck) == len(set(struck))
            return once and self._folds([each for _, each in self.counted(course)])
        finally:
            self.courses[course].pop()

    @staticmethod
    def _folds(events):
        opened, planned, held, given, used = False, False, False, set(), {}
        for event in events:
            kind, infusion = event["kind"], event.get("infusion")
            if not (opened or kind == "open") or (infusion and not planned):
                return False
            opened, planned = opened or kind == "open", planned or kind == "plan"
            if kind in ("hold", "resume"):
                if held == (kind == "hold"):
                    return False
                held = not held
            if kind == "thaw":
                if any(key in used for key in event["containers"]):
                    return False
                used.update(dict.fromkeys(event["containers"], infusion))
            if kind in ("give", "lose"):
                if infusion in given or any(
                    used.get(key, infusion) != infusion for key in event["containers"]
                ):
                    return False
                given.add(infusion)
                used.update(dict.fromkeys(event["containers"], "used up"))
        return True

    def planned(self, course):
        return any(event["kind"] == "plan" for _, event in self.counted(course))

    def is_over(self, course, infusion):
        """Whether an infusion was given or lost, by the events that count."""
        counted = [event for _, event in self.counted(course)]
        return any(each["kind"] in ("give", "lose") and each["infusion"] == infusion for each in counted)

    def stands(self, key):
        """What has become of a container: how it was judged, how far it came, and who claims it, in order."""
        counted = {course: {number for number, _ in self.counted(course)} for course in self.courses}
        judged, place, claims, apart = self.listed.get(key, "quarantined"), "stored", [], False
        for step in self.steps.get(key, ()):
            does, event = step["does"], step.get("event")
            if event and event not in counted[step["course"]]:
                continue
            if does in STEP_JUDGES:
                judged, apart = STEP_JUDGES[does], does == "quarantine" and place in AT_HAND
            reaches = STEP_REACHES.get(does) or USES.get(does) or "stored"
            place = max(place, reaches, key=FURTHER.index)
            if does == "return":
                place = "stored"
            if does in ("unreserve", "waste", "lose"):
                claims = [claim for claim in claims if claim[2]]
            if does == "reserve" or event:
                claims.append((step["course"], step["infusion"], event))
        return judged, f"{place} apart" if apart and place in AT_HAND else place, claims

    def state(self, key):
        judged, place, claims = self.stands(key)
        if place.endswith(" apart"):
            return "quarantined"
        if place not in FROZEN:
            return place
        if judged == "quarantined":
            return judged
        return place if place == "retrieved" else "reserved" if claims else "released"

    def holder(self, key):
        """The course and infusion that have it: what was done comes before what was reserved."""
        claims = self.stands(key)[2]
        done = [claim for claim in claims if claim[2]] or claims
        return done[-1][:2] if done else (None, None)

    def lawful(self, key):
        """The steps that a person may take with it in the stock."""
        judged, place, _ = self.stands(key)
        allowed = {
            "release": place.endswith(" apart") or (place in FROZEN and judged != "released"),
            "quarantine": place in AT_HAND or (place in FROZEN and judged != "quarantined"),
            "retrieve": self.state(key) == "reserved",
            "return": place == "retrieved",
            "issue": place == "thawed",
            "waste": place not in ("wasted", "infused"),
        }
        return {step for step, may in allowed.items() if may}

    def held_by_another(self, key, course):
        return any(claim[0] != course for claim in self.stands(key)[2])

    def step(self, key, does, **more):
        self.steps.setdefault(key, []).append({"does": does, **more})

    def append(self, course, event):
        """One more event, and what it does to containers."""
        self.courses[course].append(event)
        if event["kind"] in USES:
            for key in event["containers"]:
                whose = {"course": course, "infusion": event["infusion"]}
                self.step(key, event["kind"], **whose, event=len(self.courses[course]))

    def strikes_freely(self, course, event):
        """Whether no other course has what would be this one's again."""
        found = self.courses[course][event["event"] - 1]
        while found["kind"] == "strike":
            found = self.courses[course][found["event"] - 1]
        self.courses[course].append(event)
        try:
            return not any(self.held_by_another(key, course) for key in found.get("containers", ()))
        finally:
            self.courses[course].pop()
