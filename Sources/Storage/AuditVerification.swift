import Crypto
import Foundation
import GRDB
import Vocabulary

/// What a verification of the audit found.
public struct AuditReport: Hashable, Sendable {
    /// How many entries were checked.
    public var entries: Int64 = 0
    /// How many facts were digested anew.
    public var facts: Int64 = 0
    /// What does not agree; empty if nothing was altered, removed, cut off or put in another order.
    public var problems: [AuditProblem] = []

    /// Whether everything agrees.
    public var isIntact: Bool { problems.isEmpty }
}

/// Something in the database that the audit does not vouch for.
public enum AuditProblem: Hashable, Sendable {
    /// Entries are missing.
    case entriesMissing(ClosedRange<Int64>)
    /// An entry was altered, put in another's place, or written without the key.
    case entryAltered(Int64)
    /// Facts of an entry, or acts upon persons it recorded, were altered or removed.
    case contentAltered(entry: Int64, facts: Range<Int64>)
    /// Facts that no entry vouches for.
    case factsWithoutEntry(count: Int64)
    /// The text of an adopted policy edition was altered.
    case adoptionAltered(entry: Int64, detail: String)
    /// The database ends before the entry noted outside it.
    case tailCut(database: Int64, noted: Int64)
    /// The database and the note outside it disagree about an entry.
    case forked(Int64)
    /// There is no note outside the database, or it is not legible.
    case noteMissing
}

extension AuditProblem: CustomStringConvertible {
    /// In one English sentence.
    public var description: String {
        switch self {
        case .entriesMissing(let range):
            range.count == 1 ? "Entry \(range.lowerBound) is missing." : "Entries \(range.lowerBound)–\(range.upperBound) are missing."
        case .entryAltered(let sequence): "Entry \(sequence) was altered, moved, or written without the key."
        case .contentAltered(let entry, let facts):
            facts.isEmpty
                ? "What entry \(entry) recorded of persons was altered."
                : "Of facts \(facts.lowerBound)–\(facts.upperBound - 1), written with entry \(entry), at least one was altered or removed."
        case .factsWithoutEntry(let count): "\(count) facts stand in the register without an entry in the audit."
        case .adoptionAltered(let entry, let detail): "The policy adopted with entry \(entry) was altered: \(detail)."
        case .tailCut(let database, let noted): "The audit ends at entry \(database), but entry \(noted) had been written: the end was cut off."
        case .forked(let sequence): "Entry \(sequence) differs from the note kept outside the database."
        case .noteMissing: "The note of the audit's head, kept outside the database, is missing or not legible."
        }
    }
}

extension Store {
    /// Checks every entry of the audit and digests every fact anew.
    ///
    /// Runs beside readers and writers; what is written meanwhile is left to the next time.
    ///
    /// - Parameter progress: Told from time to time how many entries of how many are done.
    public func verifyAudit(progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }) async throws -> AuditReport {
        // The note before the database: what is committed in between only moves the database further.
        let noted = note.read()
        do {
            return try await AuditVerification(reader: pool, chain: chain, key: keys.audit).run(noted: noted, expectsNote: true, progress: progress)
        } catch {
            throw StoreError.translated(error)
        }
    }
}

/// Goes through a chain from its origin to its head.
struct AuditVerification {
    let reader: any DatabaseReader
    let chain: String
    let key: SymmetricKey

    private enum Query {
        static let extent = "SELECT coalesce(max(sequence), 0) FROM audit_link WHERE chain = ?"
        static let links = """
            SELECT sequence, at, actor, source, purpose, acts, first_fact, last_fact, digest, mac FROM audit_link
            WHERE chain = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?
            """
        static let facts = "SELECT \(FactRow.columns) FROM fact WHERE id >= ? AND id <= ? ORDER BY id"
        static let persons = "SELECT person, act FROM audit_person WHERE chain = ? AND sequence = ? ORDER BY ordinal"
        static let adoption = "SELECT edition, yaml, parents FROM policy_adoption WHERE id = ?"
    }

    /// Entries checked in one transaction: short enough that the write-ahead log can be emptied in between.
    private static let step = 500

    /// Checks all entries up to the present head.
    func run(
        noted: AuditChain.Head?, expectsNote: Bool, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) async throws -> AuditReport {
        let (total, factCount) = try await reader.read { database in
            (try database.number(Query.extent, [chain]) ?? 0, try database.number("SELECT count(*) FROM fact") ?? 0)
        }
        var state = Progress(code: AuditChain.origin(of: chain, key: key))
        while state.sequence < total {
            let before = state
            state = try await reader.read { database in
                var state = before
                try check(&state, until: total, noted: noted, in: database)
                return state
            }
            if state.sequence == before.sequence { break }
            progress(state.sequence, total)
        }
        if state.sequence < total { state.report.problems.append(.entriesMissing(state.sequence + 1...total)) }
        if factCount > state.covered { state.report.problems.append(.factsWithoutEntry(count: factCount - state.covered)) }
        if let noted {
            if noted.sequence > total { state.report.problems.append(.tailCut(database: total, noted: noted.sequence)) }
        } else if expectsNote, total > 0 {
            state.report.problems.append(.noteMissing)
        }
        return state.report
    }

    /// How far a verification has come.
    private struct Progress: Sendable {
        var report = AuditReport()
        var sequence: Int64 = 0
        var code: Data
        /// How many facts the entries so far vouch for.
        var covered: Int64 = 0
    }

    private func check(_ state: inout Progress, until total: Int64, noted: AuditChain.Head?, in database: Database) throws {
        for row in try database.rows(Query.links, [chain, state.sequence, total, AuditVerification.step]) {
            let sequence = try row.value(0, as: Int64.self)
            if sequence > state.sequence + 1 { state.report.problems.append(.entriesMissing(state.sequence + 1...sequence - 1)) }
            state.sequence = sequence
            state.report.entries += 1
            // A damaged entry may hold anything; what follows is then checked against what it claims to be.
            guard let (link, code) = try? self.link(row) else {
                state.report.problems.append(.entryAltered(sequence))
                continue
            }
            if link.code(after: state.code, key: key) != code { state.report.problems.append(.entryAltered(sequence)) }
            state.code = code
            state.covered += max(0, link.lastFact - link.firstFact + 1)
            if let noted, noted.sequence == sequence, noted.code != code { state.report.problems.append(.forked(sequence)) }
            try checkContent(of: link, &state.report, in: database)
        }
    }

    private func link(_ row: Row) throws -> (AuditChain.Link, code: Data) {
        let link = AuditChain.Link(
            chain: chain, sequence: try row.value(0), at: try row.instant(1), actor: try row.optional(2), source: try row.value(3),
            purpose: try row.optional(4), acts: try row.value(5), firstFact: try row.value(6), lastFact: try row.value(7), digest: try row.value(8))
        return (link, try row.value(9))
    }

    /// Digests anew what an entry vouches for.
    private func checkContent(of link: AuditChain.Link, _ report: inout AuditReport, in database: Database) throws {
        var hash = SHA256()
        var isLegible = true
        if link.lastFact >= link.firstFact {
            let facts = try Row.fetchCursor(database.cachedStatement(sql: Query.facts), arguments: [link.firstFact, link.lastFact])
            while let row = try facts.next() {
                if let fact = try? FactRow(row) { hash.update(data: fact.canonical) } else { isLegible = false }
                report.facts += 1
            }
        }
        for row in try database.rows(Query.persons, [chain, link.sequence]) {
            guard let person = try? row.value(0, as: Int64.self), let act = try? row.value(1, as: String.self) else {
                isLegible = false
                continue
            }
            hash.update(data: AuditChain.canonical(person: person, act: act))
        }
        if !isLegible || Data(hash.finalize()) != link.digest {
            report.problems.append(.contentAltered(entry: link.sequence, facts: link.firstFact..<max(link.firstFact, link.lastFact + 1)))
        }
        try checkAdoptions(of: link, &report, in: database)
    }

    private func checkAdoptions(of link: AuditChain.Link, _ report: inout AuditReport, in database: Database) throws {
        guard link.acts.contains("policy.adopted"), let acts = try? JSONDecoder().decode(AuditActs.self, from: Data(link.acts.utf8)) else { return }
        for detail in acts.details where detail.hasPrefix("policy.adopted: ") {
            let stated = String(detail.dropFirst("policy.adopted: ".count))
            guard let id = stated.split(separator: " ").first.flatMap({ Int64($0) }) else { continue }
            let row = try database.row(Query.adoption, [id])
            let found = try? row.map {
                PolicyAdoption.detail(id: id, edition: try $0.value(0), yaml: try $0.value(1), parents: try $0.value(2))
            }
            if found != stated { report.problems.append(.adoptionAltered(entry: link.sequence, detail: stated)) }
        }
    }
}
