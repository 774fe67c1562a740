import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Headquarters: activated and stood down, leaders on the spot, rosters of duty, hand-over (measure 8).
extension Filing {
    /// Records a turn of the headquarters of a territory.
    ///
    /// - Throws: `OperationError.unknown` for a response level that the policy in force there does not have; `nothingToAnswer` where nothing
    ///   would change: standing down what is not active, a leader leaving who is not there.
    @discardableResult
    public func turnHeadquarters(
        of territory: TerritoryCode, _ step: HeadquartersStep, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        if let response = step.response {
            let known = try policies.edition(at: moment, in: territory).command.responses
            let accepted = CommandRules.ResponseLevel.allCases.filter { known.isEmpty || known[$0] != nil }.map(\.rawValue)
            guard accepted.contains(response) else { throw OperationError.unknown(response, accepted: accepted) }
        }
        let headquarters = Headquarters(try dossier(ofTerritory: territory), at: moment)
        switch step.kind {
        case .activated:
            let isSame = headquarters.state == .active && headquarters.turned?.value.response == step.response
            guard !isSame else { throw OperationError.nothingToAnswer }
        case .stoodDown: guard headquarters.state == .active else { throw OperationError.nothingToAnswer }
        case .leaderLeft: guard headquarters.leader != nil else { throw OperationError.nothingToAnswer }
        case .leaderPresent: break
        }
        return try file(.headquarters(step), about: .territory(territory), at: moment, knownAt: knownAt)
    }

    /// Puts people on duty: a fact a shift, all or none.
    ///
    /// - Throws: `OperationError.wrongOrder` for a shift that ends before it begins, `shiftTooLong` for one longer than the policy allows.
    @discardableResult
    public func planShifts(_ shifts: [Shift], at moment: Instant, knownAt: Instant? = nil) throws -> [FactRecord] {
        try shifts.map { shift in
            let begins = shift.begins ?? moment
            guard begins < shift.until else { throw OperationError.wrongOrder(earlier: begins, later: shift.until) }
            let policy = try policies.edition(at: moment, in: shift.territory)
            let longest = TerritoryDuties.dutyRules(of: shift.territory, policy)?.longestShift
            if let longest, shift.until - begins > longest.span { throw OperationError.shiftTooLong(most: longest.count) }
            return try file(.shift(shift), about: .territory(shift.territory), at: moment, knownAt: knownAt)
        }
    }

    /// Records what one shift leaves to the next; not before it began.
    @discardableResult
    public func handOver(_ handOver: HandOver, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        let record = try current(handOver.shift.rawValue)
        guard let shift = Shift.value(in: record.fact), !record.isWithdrawn else { throw OperationError.notFound }
        let begins = shift.begins ?? record.happenedAt
        guard moment >= begins else { throw OperationError.wrongOrder(earlier: begins, later: moment) }
        return try file(.handOver(handOver), about: .territory(shift.territory), at: moment, knownAt: knownAt)
    }

    private func dossier(ofTerritory code: TerritoryCode) throws -> ThingDossier {
        ThingDossier(
            subject: .territory(code), records: try writer.entries(about: .territory(code)).map(\.record), surroundings: [], asOf: now)
    }
}
