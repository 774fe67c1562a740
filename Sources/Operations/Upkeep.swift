import Foundation
import Register
import Storage
import Vocabulary

/// What time alone makes due: obligations that come near, windows that open, long cascades that were put off.
public struct Upkeep: Sendable {
    private let operations: Operations

    /// The upkeep of a register.
    public init(_ operations: Operations) {
        self.operations = operations
    }

    /// The kind of job that derives a list of subjects anew.
    static let rederivation = "rederive"
    /// Subjects derived in one transaction.
    static let step = 500
    /// Subjects of one job: each step reads the job's list, which must not be half a million long.
    static let longest = 5000

    /// Puts off the derivation of many subjects: the job is committed with the fact that made it necessary.
    static func enqueue(_ subjects: [Subject], writer: Writer) throws {
        for from in stride(from: 0, to: subjects.count, by: longest) {
            let part = subjects[from..<min(from + longest, subjects.count)]
            let payload = try JSONEncoder().encode(part.map(\.description))
            try writer.addJob(kind: rederivation, payload: payload, total: Int64(part.count))
        }
    }

    /// How many persons and things durable jobs have still to derive: below their watermarks what is stored follows from the facts.
    public static func pending(_ reader: Reader) throws -> Int {
        try (reader.jobs(.running) + reader.jobs(.waiting)).filter { $0.kind == rederivation }.reduce(0) { $0 + Int($1.total - $1.watermark) }
    }

    /// The subjects a job derives; jobs written before there were things name persons by their numbers.
    static func subjects(of job: Job) throws -> [Subject] {
        if let names = try? JSONDecoder().decode([String].self, from: job.payload) { return names.compactMap { Subject($0) } }
        return try JSONDecoder().decode([Int64].self, from: job.payload).map { .person(PersonID(rawValue: $0)) }
    }

    /// Does what is due now: steps of jobs first, then persons and things whose derivation time has overtaken. Returns how many were derived.
    /// A server that is stopped meanwhile stops between two steps, and goes on where it was when it is started again.
    @discardableResult
    public func run() async throws -> Int {
        var derived = 0
        while let count = try await advanceJob() {
            derived += count
            try Task.checkCancellation()
        }
        while true {
            try Task.checkCancellation()
            let count = try await wake()
            derived += count
            if count < Upkeep.step { return derived }
        }
    }

    /// Advances the oldest unfinished job by a step; nil if there is none.
    private func advanceJob() async throws -> Int? {
        let policies = operations.policies
        let now = operations.clock.now
        return try await operations.store.write(.systemUnrestricted("upkeep")) { writer in
            try policies.takeUp(writer)
            guard var job = try (writer.jobs(.running) + writer.jobs(.waiting)).first(where: { $0.kind == Upkeep.rederivation }) else { return nil }
            let subjects = try Upkeep.subjects(of: job)
            let step = Array(subjects.dropFirst(Int(job.watermark)).prefix(Upkeep.step))
            var rederivation = Rederivation(writer: writer, policies: policies, now: now)
            try rederivation.run(step)
            job.watermark += Int64(step.count)
            job.state = job.watermark >= job.total ? .done : .running
            try writer.updateJob(job)
            return step.count
        }
    }

    private func wake() async throws -> Int {
        let policies = operations.policies
        let now = operations.clock.now
        return try await operations.store.write(.systemUnrestricted("upkeep")) { writer in
            try policies.takeUp(writer)
            var subjects = try writer.wakeable(before: now, limit: Upkeep.step).map { Subject.person($0) }
            subjects += try writer.wakeableThings(before: now, limit: Upkeep.step - subjects.count)
            guard !subjects.isEmpty else { return 0 }
            var rederivation = Rederivation(writer: writer, policies: policies, now: now)
            try rederivation.run(subjects)
            return subjects.count
        }
    }
}
