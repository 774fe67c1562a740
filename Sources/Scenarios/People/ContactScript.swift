import Policy
import Register
import Vocabulary

/// When a duty was done, for people whose story is told.
enum Promptness {
    /// By the habits of the county.
    case drawn
    /// At this moment.
    case at(Instant)
    /// Not yet.
    case never
}

/// How a person became a contact and what was done about it.
struct ContactScript {
    /// One exposure.
    struct Meeting {
        var index: Int
        var nearness: ContactDegree = .close
        var first: CivilDate?
        var last: CivilDate
        var setting: ContactSetting
        var vehicle: VehicleKind?
        var circumstance: String
        var discovery: Exposure.Discovery = .ownInvestigation
        var isHigherRisk = true
        /// When it became known; nil: with the first.
        var identified: Instant?
    }

    var degree: ContactDegree
    var identified: Instant
    var meetings: [Meeting]
    var located: Promptness = .drawn
    var notified: Promptness = .drawn
    var transferred: Promptness = .drawn
    /// When the gate for secondary contacts opened.
    var gate: Instant? = .distantPast
    var testedToday: Bool?
    var isExemplary = false
    /// Whether the person is in a site already, for another reason, so that nobody need be moved.
    var isHeld = false
}

extension WorldStage {
    /// Puts down a contact: the exposures, what the officers did, control and tests.
    @discardableResult
    mutating func contact(_ draft: inout PersonDraft, _ resident: Resident, _ script: ContactScript) -> WalkOutcome {
        let county = resident.person.residence.ancestor(at: .county) ?? resident.person.residence
        var first: Int?
        for meeting in script.meetings {
            let exposure = Exposure(
                index: PersonID(rawValue: Int64(meeting.index)), nearness: meeting.nearness, first: meeting.first, last: meeting.last,
                setting: meeting.setting, vehicle: meeting.vehicle, isHigherRisk: meeting.isHigherRisk, territory: county,
                circumstance: meeting.circumstance, discovery: meeting.discovery)
            // Most lists are entered within the hour; some come back from the field days later.
            let delay = dice.chance(0.015) ? dice.span(minutes: 1_200...3_000) : dice.span(minutes: 3...50)
            let identified = meeting.identified ?? script.identified
            let local = draft.record(.exposure(exposure), at: identified, knownAt: min(identified + delay, max(identified, moment - .minutes(2))))
            first = first ?? local
        }
        guard let first else { return WalkOutcome() }
        let begins = officers(&draft, script, county: county, exposure: first)
        let schedule =
            switch script.degree {
            case .close: policy.tracing.close
            case .secondary: policy.tracing.secondary
            case .exposedAtPlace: policy.tracing.exposedAtPlace
            case .general: policy.tracing.general
            }
        guard let schedule, !script.isHeld, let last = script.meetings.map(\.last).max() else { return WalkOutcome() }
        let mode = schedule.stages.first?.mode(for: resident.person.groups)
        let room = mode == .central && begins != nil ? atlas[county].map { sites.room(in: $0) } : nil
        return walk(
            &draft,
            ControlWalk(
                schedule: schedule, anchor: last, entry: script.identified, begins: begins, room: room, residence: resident.person.residence,
                groups: resident.person.groups, gate: script.gate, concerning: first, testedToday: script.testedToday,
                isExemplary: script.isExemplary))
    }

    /// Locating, telling, moving; gives the moment at which control began, if it has.
    private mutating func officers(_ draft: inout PersonDraft, _ script: ContactScript, county: TerritoryCode, exposure: Int) -> Instant? {
        let clocks = script.degree == .close ? policy.tracing.closeClocks : policy.tracing.secondaryClocks
        let transfer = (clocks[.transferred]?.within ?? 12).span
        let locate = min((clocks[.located]?.within ?? 8).span, transfer)
        let notify = min((clocks[.notified]?.within ?? 8).span, transfer)
        let team = countyName(county) + "流调队"
        let isLocatedSoon = isInTime(.locate, in: county)
        let located = moment(
            script.located, drawn: script.identified + (isLocatedSoon ? dice.part(of: locate, 0.06, 0.5) : dice.part(of: locate, 1.1, 2.6)))
        if let located {
            let act = Act(
                deed: .located, concerning: Int64(exposure), means: dice.chance(0.85) ? .telephone : .visit, territory: county, by: team)
            draft.record(.act(act), at: located, after: dice.span(minutes: 2...25))
        }
        guard let located else { return nil }
        let slow = isInTime(.notify, in: county) ? Span.zero : dice.part(of: notify, 1.05, 2)
        let notified = moment(script.notified, drawn: max(located + dice.span(minutes: 4...40), script.identified + slow))
        if let notified {
            let act = Act(deed: .notified, concerning: Int64(exposure), means: .telephone, by: team)
            draft.record(.act(act), at: notified, after: dice.span(minutes: 2...15))
        }
        guard let notified, script.degree >= .secondary else { return notified }
        // Whoever could not be moved was moved within two days; among the newest some still wait.
        if case .drawn = script.transferred, moment - script.identified < .hours(40), dice.chance(0.03) { return nil }
        let isMovedSoon = isInTime(.transfer, in: county)
        let latest = script.identified + dice.part(of: transfer, 0.3, 0.93)
        let moved = isMovedSoon ? max(notified + dice.span(minutes: 30...70), latest) : script.identified + dice.part(of: transfer, 1.08, 2.6)
        return moment(script.transferred, drawn: max(moved, notified + .minutes(20)))
    }

    private func moment(_ promptness: Promptness, drawn: Instant) -> Instant? {
        switch promptness {
        case .drawn: drawn
        case .at(let given): given
        case .never: nil
        }
    }
}
