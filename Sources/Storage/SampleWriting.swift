import Crypto
import Foundation
import GRDB
import Obligations
import Register
import Vocabulary

import struct Obligations.Calendar

/// What came of binding people to tubes.
public struct BindingOutcome: Hashable, Sendable, Codable {
    /// Swabs newly bound.
    public var bound = 0
    /// Sent before: the same people in the same tube.
    public var repeated = 0
    /// Already in another tube of the round: left where they were. Masked name and that tube's code.
    public var elsewhere: [Elsewhere] = []
    /// Beyond the tube's capacity, not bound: masked names.
    public var beyond: [String] = []

    /// Somebody in another tube.
    public struct Elsewhere: Hashable, Sendable, Codable {
        /// Masked name.
        public var name: String
        /// The code of that tube.
        public var code: String

        /// From its parts.
        public init(name: String, code: String) {
            self.name = name
            self.code = code
        }
    }

    /// Nothing yet.
    public init() {}
}

extension Writer {
    /// Binds people to tubes of a round. Sent again, the same sheets change nothing: a tube is known by its code, a person by the document.
    ///
    /// The caller has seen to it that the round is one, and that the tables stand in its area.
    ///
    /// - Throws: `.taken` where a code stands for a tube of another round or one already sent; `.territoryOutsideScope`.
    /// - Complexity: a few statements a tube; a million swabs in some tens of seconds.
    public func bind(_ sheets: [TubeSheet], in round: Reference<ScreeningRound>) throws -> BindingOutcome {
        var outcome = BindingOutcome()
        var digest = SHA256()
        for sheet in sheets {
            guard scope.covers(sheet.territory) else { throw StoreError.territoryOutsideScope(sheet.territory) }
            try bind(sheet, in: round, &outcome, &digest)
        }
        let code = Data(digest.finalize()).prefix(16).base64EncodedString()
        account.note("samples.bound", detail: "round \(round.rawValue): \(sheets.count) tubes, \(outcome.bound) swabs, \(code)")
        return outcome
    }

    private func bind(_ sheet: TubeSheet, in round: Reference<ScreeningRound>, _ outcome: inout BindingOutcome, _ digest: inout SHA256) throws {
        let code = TubeCode.normal(sheet.code)
        var (id, swabs, capacity) = (Int64(0), 0, sheet.capacity)
        if let row = try database.row("SELECT \(Tube.columns) FROM tube WHERE code = ?", [code]) {
            let tube = try Tube(row)
            guard tube.round == round, scope.covers(tube.territory) else { throw StoreError.taken(code) }
            (id, swabs, capacity) = (tube.id, tube.swabs, tube.capacity)
            if tube.stage != .filled {
                // What was sealed takes nobody more; the same sheet sent again is no more than that.
                let known = try Set(database.rows("SELECT token FROM swab WHERE tube = ?", [id]).map { try $0.value(0, as: Data.self) })
                guard sheet.members.allSatisfy({ known.contains(SealedSwab.token(of: $0, keys: keys)) }) else { throw StoreError.taken(code) }
                outcome.repeated += sheet.members.count
                return
            }
        } else {
            try database.run(
                "INSERT INTO tube (round, code, capacity, territory, site, filled_at, swabs) VALUES (?, ?, ?, ?, ?, ?, 0)",
                [round.rawValue, code, sheet.capacity, sheet.territory.digits, sheet.site, sheet.filledAt.milliseconds])
            id = connection.lastInsertedRowID
        }
        var bound = 0
        for identity in sheet.members {
            let token = SealedSwab.token(of: identity, keys: keys)
            guard swabs + bound < capacity else {
                try settle(token, identity, in: id, round, &outcome, orBeyond: true)
                continue
            }
            let person = try database.number("SELECT person FROM search_token WHERE token = ? ORDER BY person LIMIT 1", [token])
            let before = connection.totalChangesCount
            try database.run(
                """
                INSERT INTO swab (tube, round, token, sealed, person, taken_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (round, token) DO NOTHING
                """, [id, round.rawValue, token, try SealedSwab.seal(identity, token: token, keys: keys), person, sheet.filledAt.milliseconds])
            if connection.totalChangesCount == before {
                try settle(token, identity, in: id, round, &outcome, orBeyond: false)
            } else {
                bound += 1
                digest.update(data: token)
            }
        }
        if bound > 0 { try database.run("UPDATE tube SET swabs = swabs + ? WHERE id = ?", [bound, id]) }
        outcome.bound += bound
    }

    /// Tells of somebody who was not bound why: already here, in another tube, or beyond the capacity.
    private func settle(
        _ token: Data, _ identity: Identity, in tube: Int64, _ round: Reference<ScreeningRound>, _ outcome: inout BindingOutcome, orBeyond: Bool
    ) throws {
        let row = try database.row(
            "SELECT tube.id, tube.code FROM swab JOIN tube ON tube.id = swab.tube WHERE swab.round = ? AND swab.token = ?", [round.rawValue, token])
        let name = MaskedIdentity(identity).name
        guard let row else {
            if orBeyond { outcome.beyond.append(name) }
            return
        }
        if try row.value(0, as: Int64.self) == tube {
            outcome.repeated += 1
        } else {
            outcome.elsewhere.append(.init(name: name, code: try row.value(1)))
        }
    }

    /// Sends tubes off under the code of their transport; those sent already stay as they are. Gives how many left.
    @discardableResult
    public func sendTubes(_ codes: [String], batch: String, at moment: Instant) throws -> Int {
        let changed = try change(codes, "batch = ?, sent_at = ?", [batch, moment.milliseconds], where: "sent_at IS NULL AND outcome IS NULL")
        account.note("tubes.sent", detail: "\(batch): \(changed)")
        return changed
    }

    /// Receives the tubes of a transport at a laboratory; those received already stay as they are. Gives how many came in.
    @discardableResult
    public func receiveBatch(_ batch: String, laboratory: String, at moment: Instant) throws -> Int {
        let codes = try database.rows("SELECT code FROM tube WHERE batch = ?", [batch]).map { try $0.value(0, as: String.self) }
        guard !codes.isEmpty else { throw StoreError.notFound("transport \(batch)") }
        let changed = try change(
            codes, "laboratory = ?, received_at = ?", [laboratory, moment.milliseconds], where: "received_at IS NULL AND outcome IS NULL")
        account.note("tubes.received", detail: "\(batch) at \(laboratory): \(changed)")
        return changed
    }

    /// Puts tubes on a plate; gives how many.
    @discardableResult
    public func plateTubes(_ codes: [String], plate: String) throws -> Int {
        let changed = try change(codes, "plate = ?", [plate], where: "outcome IS NULL")
        account.note("tubes.plated", detail: "\(plate): \(changed)")
        return changed
    }

    /// Records the laboratory's finding about tubes; one that has a finding keeps it. Gives the tubes it is new for.
    ///
    /// What follows for their members is the caller's to file.
    public func reportTubes(_ codes: [String], outcome: TestOutcome, laboratory: String?, at moment: Instant, knownAt: Instant) throws -> [Tube] {
        var tubes: [Tube] = []
        for code in codes {
            guard let row = try database.row("SELECT \(Tube.columns) FROM tube WHERE code = ?", [TubeCode.normal(code)]) else {
                throw StoreError.notFound("tube \(code)")
            }
            var tube = try Tube(row)
            guard scope.covers(tube.territory) else { throw StoreError.territoryOutsideScope(tube.territory) }
            guard tube.outcome == nil else { continue }
            // An invalid reading resolves nothing: the tube waits for the next.
            if outcome == .invalid { continue }
            guard moment >= tube.filledAt else { throw StoreError.refused("tube \(code) was reported before it was filled") }
            (tube.outcome, tube.reportedAt) = (outcome, moment)
            try database.run(
                "UPDATE tube SET outcome = ?, reported_at = ?, known_at = ?, laboratory = coalesce(laboratory, ?) WHERE id = ?",
                [outcome.rawValue, moment.milliseconds, knownAt.milliseconds, laboratory, tube.id])
            tubes.append(tube)
        }
        account.note("tubes.reported", detail: "\(outcome.rawValue): \(tubes.count)")
        return tubes
    }

    /// Notes that a tube became a thing of its own, and whom its swabs were found to be from.
    public func promote(_ tube: Tube, to pool: Reference<Pool>, members: [(token: Identity, person: PersonID)]) throws {
        try database.run("UPDATE tube SET pool = ? WHERE id = ?", [pool.rawValue, tube.id])
        for (identity, person) in members {
            try database.run(
                "UPDATE swab SET person = ? WHERE round = ? AND token = ?",
                [person.rawValue, tube.round.rawValue, SealedSwab.token(of: identity, keys: keys)])
        }
    }

    /// Of the people in a tube those of whom something follows from a result: they have, or had, obligations.
    public func followed(in tube: Tube) throws -> [PersonID] {
        try database.rows(
            """
            SELECT swab.person FROM swab JOIN derived ON derived.person = swab.person
            WHERE swab.tube = ? AND length(derived.calendar) > ? ORDER BY swab.id
            """, [tube.id, Writer.emptyCalendar]
        ).map { PersonID(rawValue: try $0.value(0)) }
    }

    /// The bytes of a calendar without obligations.
    private static let emptyCalendar = Calendar().packed().count

    /// Destroys what the samples of a person say of who they are.
    func forgetSwabs(of person: PersonID) throws {
        try database.run("UPDATE swab SET sealed = NULL WHERE person = ?", [person.rawValue])
    }

    private func change(_ codes: [String], _ assignment: String, _ values: [Parameter], where condition: String) throws -> Int {
        let before = connection.totalChangesCount
        for code in codes {
            let normal = TubeCode.normal(code)
            guard let territory = try database.row("SELECT territory FROM tube WHERE code = ?", [normal])?.territory(0) else {
                throw StoreError.notFound("tube \(code)")
            }
            guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
            try database.run("UPDATE tube SET \(assignment) WHERE code = ? AND \(condition)", values + [normal])
        }
        return connection.totalChangesCount - before
    }
}
