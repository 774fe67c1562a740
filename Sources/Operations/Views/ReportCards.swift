import Exchange
import Policy
import Register
import Storage
import Vocabulary

extension Operations {
    /// The report card of a person's latest case, with the whole identity, which is recorded in the audit with the purpose; nil where the scope
    /// sees no such person, or the person is no case.
    ///
    /// - Throws: `StoreError.forgotten` if the identity was destroyed, `StoreError.purposeMissing` without a purpose.
    public func reportCard(of person: PersonID, purpose: String, as author: Author) async throws -> ReportCard? {
        let now = clock.now
        let policies = policies
        return try await store.write(author) { writer in
            guard try writer.canSee(person) else { return nil }
            return try writer.reportCard(of: person, purpose: purpose, now: now, policies: policies)
        }
    }

    /// The person whose case people call by a label, such as `0412-7`, by the number of its entry, or else by the person's own number as their page's address has it; nil where the scope
    /// sees none.
    public func person(ofCase name: String, scope: Scope) async throws -> PersonID? {
        try await store.read(scope) { reader in
            var found: PersonID?
            var query = FactsQuery(kind: .caseReport)
            while true {
                let entries = try reader.entries(query)
                for entry in entries {
                    guard case .caseReport(let report) = entry.record.fact, !entry.record.isWithdrawn else { continue }
                    if report.label == name || String(entry.record.entity) == name { found = entry.record.subject.person }
                }
                guard entries.count == query.limit, let last = entries.last else {
                    return found ?? Int64(name).map { PersonID(rawValue: $0) }
                }
                query.after = last.record
            }
        }
    }
}

extension Writer {
    fileprivate func reportCard(of person: PersonID, purpose: String, now: Instant, policies: PolicyShelf) throws -> ReportCard? {
        let entries = try entries(of: person)
        let dossier = Dossier(id: person, records: entries.map(\.record), asOf: now)
        guard let report = dossier.cases.last else { return nil }
        let disease = try policies.edition(at: report.happenedAt, in: report.value.territory).disease.name
        let recorder = try entries.first { $0.record.entity == report.id.rawValue }?.recorder.flatMap { try user($0)?.display }
        return ReportCard(case: report, in: dossier, identity: try reveal(person, purpose: purpose), disease: disease, reporter: recorder)
    }
}
