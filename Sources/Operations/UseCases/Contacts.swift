import Register
import Storage
import Vocabulary

/// What is done about contacts, and the acts that are evidence.
extension Filing {
    /// Records that a person was exposed to another; from then on the person is a contact of whatever degree follows.
    @discardableResult
    public func identifyContact(_ person: PersonID, _ exposure: Exposure, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Exposure> {
        guard exposure.index != person else { throw OperationError.exposedToSelf }
        return Reference(rawValue: try file(.exposure(exposure), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Records a deed of a named person.
    @discardableResult
    public func record(_ act: Act, for person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        try file(.act(act), about: person, at: moment, knownAt: knownAt)
    }

    /// Records where a person was found; where that is not home, the person's present place changes with it.
    ///
    /// The duty for a contact found in another county stays where it was until that county takes the person over: it is asked for assistance.
    public func locate(_ person: PersonID, in territory: TerritoryCode, means: Act.Means?, by officer: String? = nil, at moment: Instant) throws {
        try record(Act(deed: .located, means: means, territory: territory, by: officer), for: person, at: moment)
        guard let known = try dossier(of: person).person, !known.value.residence.contains(territory), known.value.location != territory else {
            return
        }
        try keepDuty(of: person, foundIn: territory, at: moment)
        var now = known.value
        now.location = territory
        try revise(try current(known.id.rawValue), to: .person(now), at: moment, expected: known.fact)
    }

    private func keepDuty(of person: PersonID, foundIn territory: TerritoryCode, at moment: Instant) throws {
        guard let duty = try writer.listing(of: person)?.territory, let county = duty.ancestor(at: .county), !county.contains(territory),
            try policies.edition(at: moment, in: county).tracing.assistance?.send != nil
        else { return }
        for exposure in try dossier(of: person).exposures where exposure.value.territory == nil {
            var kept = exposure.value
            kept.territory = county
            try revise(try current(exposure.id.rawValue), to: .exposure(kept), expected: exposure.fact)
        }
    }
}
