import Policy
import Register
import Vocabulary

/// One level of a zone measured against the conditions under which it is lowered or lifted (`domain.md` §4): what holds, what is missing,
/// from when on it may go.
public struct ZoneCourse: Hashable, Sendable {
    /// The level and its time.
    public let period: ZonePeriod
    /// The conditions of the policy; nil where the level has none.
    public let lift: ZoneRules.Lift?
    /// Whether the level before was a stricter one.
    public let isLowered: Bool
    /// The last infection known in the zone by the end of the period; nil: none.
    public let lastInfection: Instant?
    /// From when on enough days were without an infection.
    public let cleanFrom: Instant?
    /// From when on the last contact is out long enough; nil while that is not recorded or not asked for.
    public let contactsFrom: Instant?
    /// The time in which a full negative round counts; nil where none is asked for.
    public let round: (opens: Instant, due: Instant)?
    /// The full negative round that counts.
    public let negative: Recorded<ZoneEvent>?
    /// From when on all conditions hold; nil while one is missing.
    public let readyAt: Instant?

    /// Measures a period of a zone against its rules.
    ///
    /// *n* clean days are the *n* whole civil days after the last infection, or after the level took effect where none is known; a level
    /// that was lowered counts from its lowering by its own conditions.
    public init(_ index: Int, of zone: Recorded<Zone>, in dossier: ThingDossier, policy: Policy) {
        let periods = zone.periods
        let period = periods[index]
        let level = policy.zones.levels[period.level]
        let isLowered = index > 0 && periods[index - 1].level.isStricter(than: period.level)
        let lift = isLowered ? level?.liftAfterHigher ?? level?.lift : level?.lift
        let events = dossier.all(ZoneEvent.self).filter { event in period.until.map { event.happenedAt <= $0 } ?? true }
        let infections =
            events.filter { [.infection, .roundPositive].contains($0.value.kind) }.map(\.happenedAt)
            + dossier.around(CaseReport.self).filter { zone.covers($0.value.territory) }.map(\.happenedAt)
            + [zone.value.lastInfection].compactMap(\.self)
        let lastInfection = infections.filter { moment in period.until.map { moment <= $0 } ?? true }.max()
        (self.period, self.lift, self.isLowered, self.lastInfection) = (period, lift, isLowered, lastInfection)
        guard let lift else {
            (cleanFrom, contactsFrom, round, negative, readyAt) = (nil, nil, nil, nil, nil)
            return
        }
        let civil = policy.zone
        let counted = isLowered ? max(lastInfection ?? period.since, period.since) : lastInfection ?? period.since
        let base = civil.date(of: counted)
        let clean = civil.instant(base + lift.cleanDays + 1)
        cleanFrom = clean
        let moved = events.last { $0.value.kind == .contactsMoved }
        contactsFrom = lift.lastContactMovedDays.flatMap { days in moved.map { civil.instant(civil.date(of: $0.happenedAt) + days + 1) } }
        let isMissingContacts = lift.lastContactMovedDays != nil && contactsFrom == nil
        let ready = max(clean, contactsFrom ?? clean)
        switch lift.fullRound {
        case .onDay(let day): round = (civil.instant(base + Days(day)), civil.instant(base + Days(day + 1)))
        case .withinDays(let days): round = (civil.instant(civil.date(of: ready) - Days(days)), ready)
        case nil: round = nil
        }
        if let round {
            let from = max(round.opens, lastInfection ?? round.opens)
            negative = events.first { $0.value.kind == .roundNegative && $0.happenedAt >= from }
        } else {
            negative = nil
        }
        readyAt = isMissingContacts || (round != nil && negative == nil) ? nil : max(ready, negative?.happenedAt ?? ready)
    }

    /// Equal courses tell the same.
    public static func == (left: ZoneCourse, right: ZoneCourse) -> Bool {
        left.period == right.period && left.lift == right.lift && left.lastInfection == right.lastInfection && left.readyAt == right.readyAt
            && left.contactsFrom == right.contactsFrom && left.negative == right.negative && left.isLowered == right.isLowered
    }

    /// Hashes what tells courses apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(period)
        hasher.combine(readyAt)
    }
}

extension ZoneLevel {
    /// Whether this level restricts more than another.
    public func isStricter(than other: ZoneLevel) -> Bool {
        ZoneLevel.allCases.firstIndex(of: self) ?? 0 < ZoneLevel.allCases.firstIndex(of: other) ?? 0
    }
}

/// Where a zone goes further against people than the policy allows (the nine prohibitions 九不准, `domain.md` §4), or stops short of it.
public enum ZoneWarning: Hashable, Sendable {
    /// The level is none of the scheme's.
    case unknownLevel(ZoneLevel)
    /// A member is wider than the smallest unit that is zoned: more people are held than the policy asks for (4).
    case wide(TerritoryCode)
    /// All conditions held, and it still stands (3).
    case prolonged(since: Instant)
    /// It was lowered or lifted before its conditions held.
    case early(ZoneLevel, at: Instant)
}

extension ThingDossier {
    /// The levels of the zone this dossier is about, each measured against its conditions.
    public func zoneCourses(governedBy edition: (Instant) -> Policy) -> [ZoneCourse] {
        guard let zone = founding(Zone.self) else { return [] }
        return zone.periods.indices.map { ZoneCourse($0, of: zone, in: self, policy: edition(zone.periods[$0].since)) }
    }

    /// What is to be said against the zone at a moment.
    public func zoneWarnings(governedBy edition: (Instant) -> Policy, at moment: Instant) -> [ZoneWarning] {
        guard let zone = founding(Zone.self) else { return [] }
        let policy = edition(zone.happenedAt)
        var warnings = ZoneWarning.onSetting(zone.value.level, over: zone.value.members, policy: policy)
        for (index, course) in zoneCourses(governedBy: edition).enumerated() where course.lift != nil {
            if let until = course.period.until {
                let next = zone.periods.dropFirst(index + 1).first?.level
                let isLower = next.map { course.period.level.isStricter(than: $0) } ?? true
                if isLower, course.readyAt.map({ $0 > until }) ?? true { warnings.append(.early(course.period.level, at: until)) }
            } else if let ready = course.readyAt, let clock = edition(course.period.since).zones.liftWithin, ready + clock.within.span < moment {
                warnings.append(.prolonged(since: ready))
            }
        }
        return warnings
    }
}

extension ZoneWarning {
    /// What is to be said before a zone is set: levels the scheme does not have, members wider than its unit.
    public static func onSetting(_ level: ZoneLevel, over members: [TerritoryCode], policy: Policy) -> [ZoneWarning] {
        var warnings: [ZoneWarning] = policy.zones.levels[level] == nil ? [.unknownLevel(level)] : []
        // Precautionary areas are the rest of a county by definition; it is the stricter levels that must be narrow.
        let unit: TerritoryCode.Level = policy.zones.unit == .street ? .township : .village
        if level != .low { warnings += members.filter { $0.level < unit }.map { .wide($0) } }
        return warnings
    }
}
