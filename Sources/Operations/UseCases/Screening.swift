import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Mass screening (measure 1): rounds, tubes, and what follows for people.
///
/// Samples lie in compact storage; facts are filed only about those for whom something follows (docs/decisions/0006): the members of a tube
/// that is positive or grey, and of any tube those who have obligations that a result may meet.
extension Filing {
    /// Opens a round.
    @discardableResult
    public func openRound(_ round: ScreeningRound, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<ScreeningRound> {
        for territory in round.area where !round.territory.contains(territory) { throw OperationError.notAddressed(territory) }
        guard !round.area.isEmpty else { throw OperationError.notAddressed(round.territory) }
        if let until = round.until, until <= moment { throw OperationError.wrongOrder(earlier: moment, later: until) }
        return Reference(rawValue: try found(.screeningRound(round), at: moment, knownAt: knownAt).number)
    }

    /// Binds people to tubes at the table. The same sheets sent again, from whatever page or device, change nothing.
    public func bind(_ sheets: [TubeSheet], in reference: Reference<ScreeningRound>) throws -> BindingOutcome {
        // A table in a village of the area fills tubes of a round that lies above its sight.
        let (record, round) = try aboutAnyone { try self.round(reference) }
        for sheet in sheets {
            guard round.area.contains(where: { $0.contains(sheet.territory) }) else { throw OperationError.notAddressed(sheet.territory) }
            guard sheet.filledAt >= record.happenedAt else {
                throw OperationError.wrongOrder(earlier: record.happenedAt, later: sheet.filledAt)
            }
            guard sheet.filledAt <= now else { throw OperationError.notYetHappened(sheet.filledAt) }
        }
        return try writer.bind(sheets, in: reference)
    }

    /// Records what the laboratory found in tubes. A negative result is that of every member; a positive or grey one is nobody's: the tube
    /// becomes a thing, and its members are held and sampled singly.
    ///
    /// - Returns: How many tubes it was new for, how many people were recalled, for how many others a result was filed.
    @discardableResult
    public func reportTubes(_ codes: [String], _ outcome: TestOutcome, laboratory: String? = nil, at moment: Instant) throws -> TubeReport {
        guard moment <= now else { throw OperationError.notYetHappened(moment) }
        var report = TubeReport()
        for tube in try writer.reportTubes(codes, outcome: outcome, laboratory: laboratory, at: moment, knownAt: now) {
            report.tubes += 1
            if outcome == .negative {
                report.followed += try fileNegative(tube, laboratory, at: moment)
            } else if tube.swabs == 1 {
                try filePersonal(tube, outcome, laboratory, at: moment)
            } else {
                report.recalled += try recallMembers(of: tube, outcome, at: moment)
            }
        }
        return report
    }

    /// Closes a round with what its tubes came to. For a risk area that lies whole in the round, a complete round without infections counts
    /// towards its lifting, one with infections against it.
    ///
    /// - Throws: `.roundUnfinished` while tubes wait for a result, or recalled people for their single one.
    @discardableResult
    public func closeRound(_ reference: Reference<ScreeningRound>, at moment: Instant) throws -> ScreeningRound.Closing {
        let (record, round) = try round(reference)
        if let closing = round.closing { return closing }
        let figures = try writer.figures(of: reference)
        let waiting = figures.allTubes - figures.tubes[.resolved, default: 0]
        let recalls = try writer.beyondScope(.derivation) { try recalled(in: reference) }
        guard waiting == 0, recalls.waiting == 0 else { throw OperationError.roundUnfinished(tubes: waiting, people: recalls.waiting) }
        let closing = ScreeningRound.Closing(
            at: moment, sampled: figures.sampled, tubes: figures.allTubes, positiveTubes: figures.positive, infections: recalls.infections)
        var closed = round
        closed.closing = closing
        try revise(record, to: .screeningRound(closed), expected: record.id)
        try countTowardsLifting(round, closing)
        return closing
    }

    private func countTowardsLifting(_ round: ScreeningRound, _ closing: ScreeningRound.Closing) throws {
        let isComplete = round.population.map { closing.sampled >= $0 } ?? true
        guard closing.infections > 0 || isComplete else { return }
        for line in try writer.zones(about: round.territory, asOf: closing.at) {
            let members = line.zone.members.isEmpty ? [line.zone.territory] : line.zone.members
            guard members.allSatisfy({ member in round.area.contains { $0.contains(member) } }) else { continue }
            try recordZoneEvent(
                line.reference, closing.infections > 0 ? .roundPositive : .roundNegative,
                evidence: "\(round.name)：\(closing.sampled)", at: closing.at)
        }
    }

    /// The rules of rounds in force in a territory; nil where the policy has none.
    public func roundRules(in territory: TerritoryCode, at moment: Instant) throws -> RoundRules? {
        try policies.edition(at: moment, in: territory).testing.rounds
    }

    /// A round in force.
    func round(_ reference: Reference<ScreeningRound>) throws -> (record: FactRecord, round: ScreeningRound) {
        let record = try current(reference.rawValue)
        guard let round = ScreeningRound.value(in: record.fact), try writer.canSee(.round(reference)) else { throw OperationError.notFound }
        return (record, round)
    }

    // MARK: What follows for people

    private func fileNegative(_ tube: Tube, _ laboratory: String?, at moment: Instant) throws -> Int {
        let followed = try writer.followed(in: tube)
        try aboutAnyone {
            for person in followed { try file(.negative, of: tube, person, laboratory, at: moment) }
        }
        return followed.count
    }

    /// A tube of one is that person's result.
    private func filePersonal(_ tube: Tube, _ outcome: TestOutcome, _ laboratory: String?, at moment: Instant) throws {
        for swab in try writer.swabs(in: tube) {
            guard let person = try known(swab, of: tube) else { continue }
            try aboutAnyone { try file(outcome, of: tube, person, laboratory, at: moment) }
        }
    }

    private func file(_ outcome: TestOutcome, of tube: Tube, _ person: PersonID, _ laboratory: String?, at moment: Instant) throws {
        let specimen = Specimen(code: tube.code, territory: tube.territory, sharedBy: tube.swabs > 1 ? tube.swabs : nil)
        let reference: Reference<Specimen> = try take(specimen, from: person, at: tube.filledAt)
        try record(TestResult(specimen: reference, outcome: outcome, laboratory: laboratory ?? tube.laboratory), at: moment)
    }

    private func recallMembers(of tube: Tube, _ outcome: TestOutcome, at moment: Instant) throws -> Int {
        var pool = Pool(
            code: tube.code, capacity: tube.capacity, members: [], territory: tube.territory, outcome: outcome, round: tube.round)
        let subject = try found(.pool(pool), at: moment)
        let reference = Reference<Pool>(rawValue: subject.number)
        var members: [(token: Identity, person: PersonID)] = []
        for swab in try writer.swabs(in: tube) {
            guard let identity = swab.identity, let person = try known(swab, of: tube) else { continue }
            try aboutAnyone {
                pool.members.append(
                    try take(
                        Specimen(code: tube.code, pool: reference, territory: tube.territory, sharedBy: tube.swabs), from: person, at: swab.takenAt))
                try file(.recall(Recall(pool: reference, territory: tube.territory)), about: person, at: moment)
            }
            members.append((identity, person))
        }
        try revise(try current(subject.number), to: .pool(pool), expected: FactID(rawValue: subject.number))
        try writer.promote(tube, to: reference, members: members)
        return members.count
    }

    /// The person whose swab it is, entered into the register now if nobody was.
    private func known(_ swab: Swab, of tube: Tube) throws -> PersonID? {
        if let person = swab.person { return person }
        guard let identity = swab.identity else { return nil }
        return try person(identity, Person(residence: tube.territory)).id
    }

    /// Of the people recalled in a round how many wait for their single result, and how many were found infected in society.
    private func recalled(in round: Reference<ScreeningRound>) throws -> (waiting: Int, infections: Int) {
        var (waiting, infections) = (0, 0)
        for outcome in [TestOutcome.positive, .indeterminate] {
            for tube in try writer.tubes(of: round, outcome: outcome, limit: 100_000) {
                for person in try writer.swabs(in: tube).compactMap(\.person) {
                    let dossier = try dossier(of: person)
                    let singles = Set(dossier.specimens.filter { !$0.value.isPooled && $0.happenedAt >= tube.filledAt }.map(\.id))
                    let results = dossier.results.filter { singles.contains($0.value.specimen) && $0.value.outcome != .invalid }
                    if results.isEmpty { waiting += 1 }
                    if results.contains(where: { $0.value.outcome == .positive }), !dossier.isHeld(at: tube.filledAt) { infections += 1 }
                }
            }
        }
        return (waiting, infections)
    }
}

/// What came of reported tubes.
public struct TubeReport: Hashable, Sendable, Codable {
    /// Tubes for which the result was new.
    public var tubes = 0
    /// Members of positive or grey tubes, to be held and sampled singly.
    public var recalled = 0
    /// Members of negative tubes for whom the result may meet obligations.
    public var followed = 0

    /// From its parts.
    public init(tubes: Int = 0, recalled: Int = 0, followed: Int = 0) {
        self.tubes = tubes
        self.recalled = recalled
        self.followed = followed
    }
}
