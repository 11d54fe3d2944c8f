"""
The calendar of language.md 10 computed a second time, the slow and obvious way, to check engine/calendar against.

Python's datetime and zoneinfo only. Where the engine calculates, this counts: work hours half a minute after the other, rhythms by asking
of every single day whether it is one. Writes worked-cases.json beside itself; always the same output:

    python3 test/engine/calendar/worked-cases.py

Zones and years are chosen so that releases of time-zone data agree on them.
"""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SHANGHAI = "Asia/Shanghai"

CALENDARS = {
    "cn": {
        "name": "cn", "title": "中国大陆工作日历",
        "workWeek": WEEK[:5],
        "workHours": [{"from": "08:00", "to": "12:00"}, {"from": "13:30", "to": "17:30"}],
        "holidays": [
            {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"},
            {"name": "春节", "from": "2026-02-15", "to": "2026-02-23"},
            {"name": "清明节", "from": "2026-04-04", "to": "2026-04-06"},
            {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-05"},
            {"name": "端午节", "from": "2026-06-19", "to": "2026-06-21"},
            {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27"},
            {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07"},
        ],
        "makeUpDays": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
        "knownUntil": "2026-12-31",
    },
    # A week from Sunday to Thursday, nights, and an announcement that reaches beyond what is known.
    "night": {
        "name": "night", "title": "Nights",
        "workWeek": ["Sun", "Mon", "Tue", "Wed", "Thu"],
        "workHours": [{"from": "22:00", "to": "06:00"}, {"from": "13:00", "to": "15:30"}],
        "holidays": [{"name": "long", "from": "2025-12-24", "to": "2026-01-09"}],
        "makeUpDays": ["2025-12-27"],
        "knownUntil": "2026-01-02",
    },
}

rows = []


# ── days, zones ──────────────────────────────────────────────────────────────────────────────────
def day(text):
    return date.fromisoformat(text)


def utc(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def iso(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def at(d, clock, zone):
    """fold=0 is Python's word for: the first of two; and in a gap, counted with the clock as it went before."""
    hour, minute = map(int, clock.split(":"))
    midnight = datetime(d.year, d.month, d.day) + (DAY if hour == 24 else timedelta(0))
    return midnight.replace(hour=hour % 24, minute=minute, tzinfo=ZoneInfo(zone), fold=0).astimezone(timezone.utc)


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone))


def end_of(d, zone):
    return at(d, "24:00", zone)


def last_of_month(d):
    return (d.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def plus_months(d, n):
    first = d.replace(day=1)
    for _ in range(abs(n)):
        first = (first + 31 * DAY).replace(day=1) if n > 0 else (first - DAY).replace(day=1)
    return first.replace(day=min(d.day, last_of_month(first).day))


# ── work days and hours ──────────────────────────────────────────────────────────────────────────
def works(calendar, d):
    plain = WEEK[d.weekday()] in calendar["workWeek"]
    if "knownUntil" in calendar and d > day(calendar["knownUntil"]):
        return plain
    if d.isoformat() in calendar["makeUpDays"]:
        return True
    return plain and not any(h["from"] <= d.isoformat() <= h["to"] for h in calendar["holidays"])


def fits(calendar, to, d):
    return works(calendar, d) if to == "work_day" else WEEK[d.weekday()] == to


def shift(calendar, d, how):
    for distance in range(400):
        later, earlier = d + distance * DAY, d - distance * DAY
        if how["direction"] != "previous" and fits(calendar, how["to"], later):
            return later
        if how["direction"] != "next" and fits(calendar, how["to"], earlier):
            return earlier
    raise ValueError(how)


def plus_work_days(calendar, d, n):
    while n:
        d += DAY if n > 0 else -DAY
        if works(calendar, d):
            n += -1 if n > 0 else 1
    return d


def is_open(calendar, moment, zone):
    now = local(moment, zone)
    clock, today = now.strftime("%H:%M"), now.date()
    for hours in calendar["workHours"]:
        start, end = hours["from"], hours["to"]
        if start < end:
            if works(calendar, today) and start <= clock < end:
                return True
        elif (works(calendar, today) and clock >= start) or (works(calendar, today - DAY) and clock < end):
            return True
    return False


def plus_work_hours(calendar, moment, hours, zone):
    # Half minutes, because some cases begin in the middle of one.
    steps, step = abs(hours) * 120, MINUTE / 2
    while steps > 0:
        if hours < 0:
            moment -= step
        steps -= is_open(calendar, moment, zone)
        if hours > 0:
            moment += step
    return moment


# ── spans ────────────────────────────────────────────────────────────────────────────────────────
def plus_days(calendar, d, amount, unit):
    if unit in ("day", "week"):
        return d + amount * (7 if unit == "week" else 1) * DAY
    if unit in ("month", "year"):
        return plus_months(d, amount * (12 if unit == "year" else 1))
    return plus_work_days(calendar, d, amount)


ELAPSED = {"minute": MINUTE, "hour": timedelta(hours=1)}


def on_date(moment, d, zone):
    """The same clock time on another date."""
    now = local(moment, zone)
    if now.date() == d:
        return moment
    return datetime.combine(d, now.time(), ZoneInfo(zone)).replace(fold=0).astimezone(timezone.utc)


def plus_span(calendar, moment, amount, unit, zone, hospital):
    if unit in ELAPSED:
        return moment + amount * ELAPSED[unit]
    if unit == "work_hour":
        return plus_work_hours(calendar, moment, amount, hospital)
    whose = hospital if unit == "work_day" else zone
    return on_date(moment, plus_days(calendar, local(moment, whose).date(), amount, unit), whose)


# ── rhythms ──────────────────────────────────────────────────────────────────────────────────────
def is_month_day(calendar, on, d):
    last = last_of_month(d)
    if on["kind"] == "day":
        return d.day == min(on["day"], last.day)
    if on["kind"] == "last_day":
        return d == last
    if on["kind"] == "weekday":
        nth = d.day > last.day - 7 if on["nth"] == "last" else (d.day + 6) // 7 == on["nth"]
        return nth and WEEK[d.weekday()] == on["weekday"]
    others = range(1, d.day) if on["nth"] == "first" else range(d.day + 1, last.day + 1)
    return works(calendar, d) and not any(works(calendar, d.replace(day=n)) for n in others)


def occurs(calendar, rhythm, starts, day_zero, d):
    origin = starts or day_zero
    every, unit, on = rhythm["every"], rhythm["unit"], rhythm.get("on")
    months = (d.year - origin.year) * 12 + d.month - origin.month
    if d < origin or (not on and not starts and d == day_zero):
        return False
    if unit == "day":
        return (d - origin).days % every == 0
    if unit == "week":
        if not on:
            return (d - origin).days % (7 * every) == 0
        weeks = ((d - d.weekday() * DAY) - (origin - origin.weekday() * DAY)).days // 7
        return weeks % every == 0 and WEEK[d.weekday()] in on
    if unit == "month":
        if not on:
            return months % every == 0 and d.day == min(origin.day, last_of_month(d).day)
        return months % every == 0 and any(is_month_day(calendar, one, d) for one in on)
    if not on:
        return months % (12 * every) == 0 and d.day == min(origin.day, last_of_month(d).day)
    return (d.year - origin.year) % every == 0 and any(
        d.month == one["month"] and d.day == min(one["day"], last_of_month(d).day) for one in on
    )


def occurrences(calendar, rhythm, bounds, how_many):
    starts = day(bounds["starts"]) if "starts" in bounds else None
    d, found = starts or day(bounds["dayZero"]), []
    for _ in range(366 * 60):
        if len(found) == how_many or ("ends" in bounds and d > day(bounds["ends"])):
            break
        if d.isoformat() >= bounds.get("notBefore", "") and occurs(calendar, rhythm, starts, day(bounds["dayZero"]), d):
            found.append(d.isoformat())
        d += DAY
    return found


def next_moment(calendar, rhythm, clock, moment, zone):
    today = local(moment, zone).date()
    for n in range(366 * 10):
        d = today + n * DAY
        if occurs(calendar, rhythm, None, today, d) and at(d, clock, zone) > moment:
            return at(d, clock, zone)
    raise ValueError(rhythm)


# ── targets, deadlines, openings ─────────────────────────────────────────────────────────────────
def target(calendar, rule):
    zone, hospital = rule["zone"], rule["hospitalZone"]
    kind, base = rule["base"].split(" ", 1)
    moment = utc(base) if kind != "day" else None
    d = day(base) if kind == "day" else None
    whose = hospital if kind == "date" else zone
    offset, next_time = rule.get("offset"), "offset" not in rule and kind != "day"
    if offset:
        amount = offset["span"]["amount"] * (-1 if offset["direction"] == "before" else 1)
        unit = offset["span"]["unit"]
        if d:
            d = plus_days(calendar, d, amount, unit)
        else:
            moment = plus_span(calendar, moment, amount, unit, whose, hospital)
            whose = hospital if unit == "work_day" else whose
    if "at" not in rule:
        d = d or local(moment, whose).date()
        moved = shift(calendar, d, rule["shift"]) if "shift" in rule else d
        return (on_date(moment, moved, whose) if moment else at(moved, "00:00", zone)), moved
    clock = rule["at"]["from"]
    if next_time:
        d = min(c for c in (local(moment, zone).date() + n * DAY for n in range(-1, 3)) if at(c, clock, zone) >= moment)
    d = d or local(moment, whose).date()
    d = shift(calendar, d, rule["shift"]) if "shift" in rule else d
    return at(d, clock, zone), d


def deadline(calendar, what, made, dates, step_ends, zone, hospital):
    def date_in_hospital(value):
        return day(value) if len(value) == 10 else local(utc(value), hospital).date()

    if what["kind"] == "span":
        amount, unit, source = what["span"]["amount"], what["span"]["unit"], what.get("from")
        if source is None:
            return plus_span(calendar, made, amount, unit, zone, hospital)
        if source["kind"] == "step":
            end = step_ends.get(source["step"])
            return end and plus_span(calendar, utc(end), amount, unit, zone, hospital)
        value = dates.get(source["date"])
        if value is None:
            return None
        if len(value) == 10:
            return end_of(plus_days(calendar, day(value), amount, unit), zone)
        return plus_span(calendar, utc(value), amount, unit, hospital, hospital)
    if what["kind"] in ("clock", "weekday"):
        today = local(made, zone).date()
        candidates = [today + n * DAY for n in range(-2, 16)]
        wanted = [c for c in candidates if what["kind"] == "clock" or WEEK[c.weekday()] == what["weekday"]]
        return min(at(c, what["at"], zone) for c in wanted if at(c, what["at"], zone) > made)
    if what["kind"] == "day":
        if dates.get("day_0") is None:
            return None
        d = date_in_hospital(dates["day_0"]) + what["day"] * DAY
        return at(d, what["at"], zone) if "at" in what else end_of(d, zone)
    value = dates.get(what["date"])
    if value is None:
        return None
    return end_of(day(value), zone) if len(value) == 10 else utc(value)


def opening(calendar, moment, time, zone):
    for _ in range(60 * 24 * 40):
        now = local(moment, zone)
        clock, hours = now.strftime("%H:%M"), time.get("hours", {"from": "00:00", "to": "24:00"})
        if hours["from"] <= clock < hours["to"] and (time.get("days") != "work_days" or works(calendar, now.date())):
            return moment
        moment = moment.replace(second=0, microsecond=0) + MINUTE
    raise ValueError(time)


# ── the cases ────────────────────────────────────────────────────────────────────────────────────
def row(what, given, gives):
    rows.append({"of": what, "given": given, "gives": gives})


# Days on which clocks change, and one on which they do not.
CHANGES = {
    SHANGHAI: ["2026-03-29", "1991-04-14"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "America/Sao_Paulo": ["2018-11-04", "2018-02-18", "2018-02-17"],
    "Africa/Casablanca": ["2024-03-10", "2024-04-14"],
    "America/Havana": ["2024-03-10", "2024-11-03"],
    "America/Nuuk": ["2024-03-30", "2024-10-26"],
    "Pacific/Apia": ["2011-12-29", "2011-12-30", "2011-12-31"],
    "Asia/Kathmandu": ["2026-03-11"],
    "Asia/Kolkata": ["2026-03-11"],
}


def case_instants():
    for zone, days in CHANGES.items():
        for d in days:
            for clock in ["00:00", "00:30", "01:45", "02:15", "03:00", "09:00", "23:30", "24:00"]:
                row("instantOf", {"day": d, "clock": clock, "zone": zone}, iso(at(day(d), clock, zone)))


def case_walls():
    for zone, days in CHANGES.items():
        for d in days:
            for hours in (-1, 3, 13, 27):
                moment = at(day(d), "00:00", zone) + timedelta(hours=hours, minutes=17)
                now = local(moment, zone)
                row("wall", {"instant": iso(moment), "zone": zone}, [now.date().isoformat(), now.strftime("%H:%M"), WEEK[now.weekday()]])


def case_months():
    for d in ["2026-01-31", "2026-01-30", "2024-02-29", "2026-12-31", "2025-03-31", "2000-02-29"]:
        for n in [1, 2, 3, 11, 12, 13, -1, -2, -11, 48, 1200]:
            row("addMonths", {"day": d, "n": n}, plus_months(day(d), n).isoformat())
        for n in [1, 4, -1, 100]:
            row("addYears", {"day": d, "n": n}, plus_months(day(d), 12 * n).isoformat())


SPANS = [(45, "minute"), (24, "hour"), (1, "day"), (2, "week"), (1, "month"), (13, "month"), (1, "year")]


def case_spans():
    starts = [
        ("America/New_York", "2026-03-07T07:30:00.000Z"), ("America/New_York", "2026-11-01T05:30:00.000Z"),
        ("America/New_York", "2026-11-01T06:30:00.000Z"), ("Europe/Berlin", "2026-03-28T01:30:15.250Z"),
        ("Europe/Berlin", "2026-01-31T22:59:59.999Z"), ("Australia/Lord_Howe", "2026-10-02T15:45:00.000Z"),
        ("America/Sao_Paulo", "2018-11-03T03:10:00.000Z"), (SHANGHAI, "2026-01-31T15:59:00.000Z"),
        ("Pacific/Apia", "2011-12-29T19:00:00.000Z"),
    ]
    for zone, start in starts:
        for amount, unit in SPANS:
            for sign in (1, -1):
                moment = plus_span(CALENDARS["cn"], utc(start), sign * amount, unit, zone, SHANGHAI)
                span = {"amount": amount, "unit": unit}
                row("addSpan", {"from": start, "span": span, "direction": "after" if sign > 0 else "before", "zone": zone}, iso(moment))


def case_work_days():
    for name, days in {
        "cn": ["2025-12-31", "2026-01-01", "2026-01-04", "2026-02-13", "2026-02-14", "2026-02-15", "2026-02-19", "2026-02-20", "2026-02-23",
               "2026-02-28", "2026-05-03", "2026-05-09", "2026-09-20", "2026-10-03", "2026-10-04", "2026-10-10", "2026-12-31", "2027-01-01",
               "2027-01-02", "2027-10-01"],
        "night": ["2025-12-23", "2025-12-26", "2025-12-27", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-08"],
    }.items():
        calendar = CALENDARS[name]
        for d in days:
            row("isWorkDay", {"calendar": name, "day": d}, works(calendar, day(d)))
            for direction in ("next", "previous", "nearest"):
                for to in ("work_day", "Wed"):
                    how = {"direction": direction, "to": to}
                    row("shiftDay", {"calendar": name, "day": d, "shift": how}, shift(calendar, day(d), how).isoformat())
            for n in (1, 2, 10, -3):
                row("addWorkDays", {"calendar": name, "day": d, "n": n}, plus_work_days(calendar, day(d), n).isoformat())


def case_work_hours():
    for name, zone, starts in [
        ("cn", SHANGHAI, ["2026-03-09T01:00:00.000Z", "2026-03-09T04:00:00.000Z", "2026-03-09T04:30:00.000Z", "2026-02-13T09:00:00.000Z",
                          "2026-02-14T09:29:00.000Z", "2026-09-30T09:31:00.000Z", "2026-12-31T08:00:00.000Z"]),
        ("cn", "America/New_York", ["2026-03-06T22:00:00.000Z", "2026-10-31T12:00:00.000Z"]),
        ("night", "America/New_York", ["2026-03-08T05:00:00.000Z", "2026-11-01T03:00:00.000Z", "2026-11-02T04:00:00.000Z", "2025-12-24T12:00:00.000Z"]),
    ]:
        for start in starts:
            for hours in (1, 4, 8, 9, 23, -2, -8):
                moment = plus_work_hours(CALENDARS[name], utc(start), hours, zone)
                row("addWorkHours", {"calendar": name, "from": start, "hours": hours, "zone": zone}, iso(moment))


def month_day(n):
    return {"kind": "day", "day": n}


def nth(n, weekday):
    return {"kind": "weekday", "nth": n, "weekday": weekday}


RHYTHMS = [
    {"unit": "day", "every": 1}, {"unit": "day", "every": 45},
    {"unit": "week", "every": 1}, {"unit": "week", "every": 3},
    {"unit": "week", "every": 1, "on": ["Mon"]}, {"unit": "week", "every": 2, "on": ["Mon"]}, {"unit": "week", "every": 2, "on": ["Sun", "Thu", "Mon"]},
    {"unit": "month", "every": 1}, {"unit": "month", "every": 5},
    {"unit": "month", "every": 1, "on": [month_day(31)]}, {"unit": "month", "every": 2, "on": [month_day(15), month_day(1)]},
    {"unit": "month", "every": 1, "on": [month_day(30), month_day(31), {"kind": "last_day"}]},
    {"unit": "month", "every": 3, "on": [nth("last", "Fri")]}, {"unit": "month", "every": 1, "on": [nth(1, "Sat"), nth(4, "Tue")]},
    {"unit": "month", "every": 1, "on": [{"kind": "work_day", "nth": "first"}]},
    {"unit": "month", "every": 2, "on": [{"kind": "work_day", "nth": "last"}, nth(2, "Mon")]},
    {"unit": "year", "every": 1}, {"unit": "year", "every": 2},
    {"unit": "year", "every": 1, "on": [{"month": 2, "day": 29}, {"month": 2, "day": 28}]},
    {"unit": "year", "every": 1, "on": [{"month": 8, "day": 20}, {"month": 2, "day": 20}]}, {"unit": "year", "every": 3, "on": [{"month": 11, "day": 20}]},
]


def case_rhythms():
    cn = CALENDARS["cn"]
    for rhythm in RHYTHMS:
        for bounds in [
            {"dayZero": "2026-01-31"},
            {"dayZero": "2026-01-31", "starts": "2026-03-11"},
            {"dayZero": "2024-02-29", "notBefore": "2026-04-18"},
            {"dayZero": "2026-01-31", "starts": "2024-01-31", "notBefore": "2037-12-31"},
            {"dayZero": "2026-02-02", "starts": "2026-02-01", "ends": "2026-05-31"},
        ]:
            row("occurrences", {"rhythm": rhythm, "bounds": bounds}, occurrences(cn, rhythm, bounds, 6))
        bounds = {"dayZero": "2026-08-31", "notBefore": "2026-09-01"}
        row("nthAfter", {"rhythm": rhythm, "day": "2026-08-31", "n": 3}, occurrences(cn, rhythm, bounds, 3)[2])
        for zone, start in [(SHANGHAI, "2026-03-27T07:00:00.000Z"), ("America/New_York", "2026-10-31T19:00:00.000Z")]:
            row("nextMoment", {"rhythm": rhythm, "at": "15:00", "from": start, "zone": zone}, iso(next_moment(cn, rhythm, "15:00", utc(start), zone)))


def case_targets():
    after = [None, (2, "hour"), (3, "day"), (1, "month"), (-10, "day"), (2, "work_day"), (4, "work_hour")]
    shifts = [None, {"direction": "next", "to": "work_day"}, {"direction": "previous", "to": "Sun"}, {"direction": "nearest", "to": "work_day"}]
    bases = ["day 2026-02-12", "day 2026-01-31", "date 2026-02-12T16:30:00.000Z", "moment 2026-02-12T16:30:00.000Z", "moment 2026-10-31T05:45:00.000Z"]
    for zone in (SHANGHAI, "America/New_York"):
        for base in bases:
            for offset in after:
                elapsed = offset and offset[1] in ("hour", "work_hour")
                if base.startswith("day") and elapsed:
                    continue
                for how in shifts:
                    for clock in (["09:00", "01:30"] if not elapsed else []) + [None]:
                        rule = {"base": base, "zone": zone, "hospitalZone": SHANGHAI}
                        if offset:
                            span = {"amount": abs(offset[0]), "unit": offset[1]}
                            rule["offset"] = {"span": span, "direction": "after" if offset[0] > 0 else "before"}
                        if how:
                            rule["shift"] = how
                        if clock:
                            rule["at"] = {"from": clock}
                        moment, d = target(CALENDARS["cn"], rule)
                        row("resolveTarget", rule, [iso(moment), d.isoformat()])


# What is known in the cases of deadlines.
DATES = {"day_0": "2026-03-01T17:00:00.000Z", "visit": "2026-03-31", "exam": "2026-03-07T06:30:00.000Z", "later": None}
STEP_ENDS = {"call": "2026-03-07T18:30:00.000Z"}


def case_deadlines():
    on = {"kind": "date", "date": "visit"}
    whats = [
        {"kind": "clock", "at": "12:00"}, {"kind": "clock", "at": "02:30"}, {"kind": "clock", "at": "21:00"},
        {"kind": "day", "day": 30}, {"kind": "day", "day": 3, "at": "17:00"}, {"kind": "day", "day": -1},
        {"kind": "weekday", "weekday": "Wed", "at": "21:00"}, {"kind": "weekday", "weekday": "Sun", "at": "02:30"},
        {"kind": "date", "date": "visit"}, {"kind": "date", "date": "exam"}, {"kind": "date", "date": "later"},
        {"kind": "span", "span": {"amount": 90, "unit": "minute"}}, {"kind": "span", "span": {"amount": 2, "unit": "work_day"}},
        {"kind": "span", "span": {"amount": 4, "unit": "work_hour"}}, {"kind": "span", "span": {"amount": 1, "unit": "month"}},
        {"kind": "span", "span": {"amount": 2, "unit": "day"}, "from": on}, {"kind": "span", "span": {"amount": 1, "unit": "month"}, "from": on},
        {"kind": "span", "span": {"amount": 1, "unit": "day"}, "from": {"kind": "date", "date": "exam"}},
        {"kind": "span", "span": {"amount": 1, "unit": "day"}, "from": {"kind": "date", "date": "later"}},
        {"kind": "span", "span": {"amount": 3, "unit": "day"}, "from": {"kind": "step", "step": "call"}},
        {"kind": "span", "span": {"amount": 3, "unit": "day"}, "from": {"kind": "step", "step": "not_yet"}},
    ]
    for zone in (SHANGHAI, "America/New_York", "Europe/Berlin"):
        for made in ("2026-03-04T04:00:00.000Z", "2026-03-08T06:59:30.000Z", "2026-03-08T07:30:00.000Z"):
            for what in whats:
                end = deadline(CALENDARS["cn"], what, utc(made), DATES, STEP_ENDS, zone, SHANGHAI)
                row("resolveDeadline", {"deadline": what, "madeAt": made, "zone": zone, "hospitalZone": SHANGHAI}, end and iso(end))


def case_openings():
    times = [{"hours": {"from": "08:30", "to": "21:00"}}, {"hours": {"from": "08:30", "to": "21:00"}, "days": "work_days"}, {"days": "work_days"},
             {"hours": {"from": "01:30", "to": "05:00"}}]
    for zone, moments in {
        SHANGHAI: ["2026-02-14T12:59:59.000Z", "2026-02-14T13:00:00.000Z", "2026-02-28T00:29:00.000Z", "2026-09-30T14:00:00.000Z", "2027-01-01T03:00:00.000Z"],
        "America/New_York": ["2026-03-07T01:59:00.000Z", "2026-03-08T04:00:00.000Z", "2026-11-01T06:10:00.000Z", "2026-11-01T03:00:00.000Z"],
        "America/Sao_Paulo": ["2018-11-04T02:30:00.000Z", "2018-02-18T01:30:00.000Z", "2018-02-18T02:30:00.000Z"],
    }.items():
        for moment in moments:
            for time in times:
                row("nextOpening", {"from": moment, "time": time, "zone": zone}, iso(opening(CALENDARS["cn"], utc(moment), time, zone)))
            today = local(utc(moment), zone).date()
            week = today + (7 - today.weekday()) * DAY
            row("startOfNext", {"from": moment, "zone": zone}, [iso(at(today + DAY, "00:00", zone)), iso(at(week, "00:00", zone))])


for make in (case_instants, case_walls, case_months, case_spans, case_work_days, case_work_hours, case_rhythms, case_targets, case_deadlines, case_openings):
    make()

lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in rows)
common = json.dumps({"calendars": CALENDARS, "dates": DATES, "stepEnds": STEP_ENDS}, ensure_ascii=False, separators=(",", ":"))
Path(__file__).with_suffix(".json").write_text(f'{common[:-1]},\n"rows":[\n{lines}\n]}}\n', encoding="utf-8")
print(len(rows), "cases")
