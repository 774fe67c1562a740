import GRDB
import Register
import Vocabulary

/// A specimen of a person with the earliest result that is in force.
struct SpecimenNote: Hashable {
    var person: PersonID
    var takenAt: Instant
    var knownAt: Instant
    var reportedAt: Instant?
}

/// What entries say of specimens and their results, read one after the other in the order of their numbers.
struct TestHistory {
    private var taken: [Int64: SpecimenNote] = [:]
    private var results: [Int64: (specimen: Int64, at: Instant)] = [:]

    /// Reads an entry; those that are of neither are passed over.
    mutating func add(_ record: FactRecord) {
        switch record.fact {
        case .specimen:
            guard let person = record.subject.person else { return }
            taken[record.entity] =
                record.isWithdrawn ? nil : SpecimenNote(person: person, takenAt: record.happenedAt, knownAt: record.knownAt, reportedAt: nil)
        case .result(let result):
            results[record.entity] = record.isWithdrawn ? nil : (result.specimen.rawValue, record.happenedAt)
        default: break
        }
    }

    /// The specimens in force, by number.
    var specimens: [(id: Int64, note: SpecimenNote)] {
        var notes = taken
        for result in results.values { notes[result.specimen]?.report(at: result.at) }
        return notes.sorted { $0.key < $1.key }.map { (id: $0.key, note: $0.value) }
    }
}

extension SpecimenNote {
    /// Notes a result; the earliest counts.
    mutating func report(at moment: Instant) { reportedAt = min(reportedAt ?? moment, moment) }
}

private enum Query {
    static let set = """
        INSERT INTO specimen (id, person, taken_at, known_at, reported_at) VALUES \(String.places(5))
        ON CONFLICT (id) DO UPDATE SET person = excluded.person, taken_at = excluded.taken_at, known_at = excluded.known_at,
            reported_at = excluded.reported_at
        """
    static let report = "UPDATE specimen SET reported_at = min(coalesce(reported_at, ?1), ?1) WHERE id = ?2"
    static let remove = "DELETE FROM specimen WHERE id = ?"
    static let person = "SELECT subject FROM fact WHERE id = ? AND subject_kind = 'person'"
    static let count = "SELECT count(*) FROM specimen WHERE taken_at >= ? AND taken_at < ? AND"
}

extension Reader {
    /// How many specimens in force were taken in a span from people whose duty lies in the territory.
    ///
    /// - Complexity: one walk over the specimens of the span.
    public func specimenCount(in territory: TerritoryCode, takenFrom start: Instant, before end: Instant) throws -> Int {
        let duty = try duty(of: "specimen.person", liesIn: territory)
        return Int(try database.number("\(Query.count) \(duty.sql)", [start.milliseconds, end.milliseconds] + duty.parameters) ?? 0)
    }
}

extension Database {
    /// Writes specimens with their results in place of what is noted of them.
    func insertSpecimens(_ specimens: [(id: Int64, note: SpecimenNote)]) throws {
        try put(Query.set, specimens) { specimen, row in
            try row.bind(specimen.id)
            try row.bind(specimen.note.person.rawValue)
            try row.bind(specimen.note.takenAt.milliseconds)
            try row.bind(specimen.note.knownAt.milliseconds)
            try row.bind(specimen.note.reportedAt?.milliseconds)
        }
    }
}

extension Writer {
    /// Notes what a fact says of specimens and results; other facts are passed over. A specimen is written at the end of the body, with its result if
    /// that comes in the same.
    func noteTest(_ record: FactRecord) throws {
        guard record.fact.kind == .specimen || record.fact.kind == .result else { return }
        if record.entity != record.id.rawValue { return try noteAnew(record) }
        switch record.fact {
        case .specimen:
            guard let person = record.subject.person else { return }
            specimens[record.entity] = SpecimenNote(person: person, takenAt: record.happenedAt, knownAt: record.knownAt, reportedAt: nil)
        case .result(let result):
            if specimens[result.specimen.rawValue] != nil {
                specimens[result.specimen.rawValue]?.report(at: record.happenedAt)
            } else {
                try connection.run(Query.report, [record.happenedAt.milliseconds, result.specimen.rawValue])
            }
        default: break
        }
    }

    /// Writes the specimens that were only collected.
    func flushSpecimens() throws {
        guard !specimens.isEmpty else { return }
        let collected = specimens.sorted { $0.key < $1.key }.map { (id: $0.key, note: $0.value) }
        specimens = [:]
        try connection.insertSpecimens(collected)
    }

    /// After a correction or withdrawal: the specimens it is or was about, from all that is known of the people concerned.
    private func noteAnew(_ record: FactRecord) throws {
        try flushSpecimens()
        let concerned = Set(
            try records(ofEntity: record.entity).compactMap { entry -> Int64? in
                switch entry.record.fact {
                case .specimen: entry.record.entity
                case .result(let result): result.specimen.rawValue
                default: nil
                }
            })
        let filed = try concerned.compactMap { try connection.number(Query.person, [$0]).map(PersonID.init(rawValue:)) }
        var history: [FactRecord] = []
        for person in Set(filed + [record.subject.person].compactMap(\.self)) { history += try entries(ofRecord: person).map(\.record) }
        var tests = TestHistory()
        for record in history.sorted(by: { $0.id < $1.id }) { tests.add(record) }
        let found = tests.specimens.filter { concerned.contains($0.id) }
        for id in concerned.subtracting(found.map(\.id)) { try connection.run(Query.remove, [id]) }
        try connection.insertSpecimens(found)
    }
}
