import Policy
import Vocabulary

/// That somebody was with a case (or with a contact) in a setting, as an investigation tells it. What is not known is nil, and counts as the
/// nearer: an investigator may narrow it, a gap in the record may not.
public struct Encounter<Person: Hashable & Sendable>: Hashable, Sendable {
    /// Who.
    public var person: Person
    /// Where and how.
    public var setting: ContactSetting
    /// From when on; nil if not known.
    public var from: Instant?
    /// Until when; nil if not known.
    public var until: Instant?
    /// Least distance in metres.
    public var distance: Double?
    /// Whether protection was worn as it should be.
    public var isProtected: Bool?
    /// How many tables, desks or beds away: 0 the same one.
    public var tablesAway: Int?

    /// An encounter from its parts.
    public init(
        _ person: Person, _ setting: ContactSetting, from: Instant? = nil, until: Instant? = nil, distance: Double? = nil, isProtected: Bool? = nil,
        tablesAway: Int? = nil
    ) {
        self.person = person
        self.setting = setting
        self.from = from
        self.until = until
        self.distance = distance
        self.isProtected = isProtected
        self.tablesAway = tablesAway
    }
}

/// What a setting makes of somebody, and why.
public struct SettingContact<Person: Hashable & Sendable>: Hashable, Sendable {
    /// Who.
    public let person: Person
    /// What they are.
    public let degree: ContactDegree
    /// In which setting.
    public let setting: ContactSetting
    /// Minutes together, where the times are known.
    public let minutes: Int?
}

extension ContactDefinitions {
    /// Who of the people met becomes what: each person once, by the setting that counts most, in the order of their first encounter.
    ///
    /// Times of one setting add up within the rule's hours where it says so; otherwise each encounter has to reach the minimum by itself.
    /// Time that two records cover counts once. An encounter without times counts as long enough.
    public func contacts<Person>(of encounters: [Encounter<Person>]) -> [SettingContact<Person>] {
        contacts(of: encounters) { setting, rule in rule.degree }
    }

    /// Who of the people that a close contact met since its own exposure becomes a secondary contact: in the settings that the policy names
    /// for it, by the same distances and times as for a close contact.
    public func secondaryContacts<Person>(of encounters: [Encounter<Person>]) -> [SettingContact<Person>] {
        contacts(of: encounters) { setting, rule in secondary.contains(setting) && rule.degree == .close ? .secondary : nil }
    }

    private func contacts<Person>(
        of encounters: [Encounter<Person>], degree: (ContactSetting, SettingRule) -> ContactDegree?
    ) -> [SettingContact<Person>] {
        var order: [Person] = []
        var best: [Person: SettingContact<Person>] = [:]
        var groups: [Person: [ContactSetting: [Encounter<Person>]]] = [:]
        for encounter in encounters {
            if groups[encounter.person] == nil { order.append(encounter.person) }
            groups[encounter.person, default: [:]][encounter.setting, default: []].append(encounter)
        }
        for person in order {
            for setting in ContactSetting.allCases {
                guard let met = groups[person]?[setting], let rule = settings[setting], let degree = degree(setting, rule) else { continue }
                let counted = met.filter { rule.covers($0) }
                guard !counted.isEmpty, rule.isLongEnough(counted) else { continue }
                let contact = SettingContact(person: person, degree: degree, setting: setting, minutes: counted.minutesTogether())
                if best[person].map({ degree > $0.degree }) ?? true { best[person] = contact }
            }
        }
        return order.compactMap { best[$0] }
    }
}

extension ContactDefinitions.SettingRule {
    fileprivate func covers<Person>(_ encounter: Encounter<Person>) -> Bool {
        if unprotectedOnly, encounter.isProtected == true { return false }
        if let distance, let apart = encounter.distance, apart > distance { return false }
        if let tables, let away = encounter.tablesAway, away > tables { return false }
        return true
    }

    fileprivate func isLongEnough<Person>(_ encounters: [Encounter<Person>]) -> Bool {
        guard let minimum, minimum > .zero else { return true }
        if encounters.contains(where: { $0.stretch == nil }) { return true }
        let stretches = encounters.stretches()
        guard let cumulativeIn else { return stretches.contains { $0.upperBound - $0.lowerBound >= Int(minimum.milliseconds) } }
        return CoPresence.moment(reaching: Int(minimum.milliseconds), within: Int(cumulativeIn.span.milliseconds), of: stretches) != nil
    }
}

extension Encounter {
    fileprivate var stretch: Range<Int>? {
        guard let from, let until, from <= until else { return nil }
        return Int(from.milliseconds)..<Int(until.milliseconds)
    }
}

extension Array {
    /// The times covered by encounters, in order and without overlap.
    fileprivate func stretches<Person>() -> [Range<Int>] where Element == Encounter<Person> {
        var union: [Range<Int>] = []
        for stretch in compactMap(\.stretch).sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = union.last, stretch.lowerBound <= last.upperBound {
                union[union.count - 1] = last.lowerBound..<Swift.max(last.upperBound, stretch.upperBound)
            } else {
                union.append(stretch)
            }
        }
        return union
    }

    fileprivate func minutesTogether<Person>() -> Int? where Element == Encounter<Person> {
        guard contains(where: { $0.stretch != nil }) else { return nil }
        return stretches().reduce(0) { $0 + $1.count } / 60_000
    }
}
