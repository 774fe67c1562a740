import HTTPTypes
import Hummingbird
import Operations
import Register
import Storage
import Vocabulary

/// A checkpoint at work, and the board of all of them.
extension RouteTable {
    mutating func addCheckpointRoutes() {
        get("/checkpoint", .needs(.recordArrival)) { try await $0.checkpoint() }
        post("/checkpoint", .needs(.recordArrival)) { try await $0.admit() }
        post("/checkpoint/decide", .needs(.recordArrival)) { try await $0.decide() }
        get("/arrivals", .needs(.viewArrivals)) { visit in
            let page = CheckpointBoard(try await visit.desk.arrivals.board(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("arrivals", page, title: page.title)
        }
    }
}

extension Visit {
    fileprivate func checkpoint(
        input: Query? = nil, looks: [EntryLook] = [], errors: [String: String] = [:], problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let board = try? await desk.arrivals.board(viewer, lens)
        let parts = CheckpointPage.Parts(
            checkpoints: Set(board?.entries.map(\.checkpoint) ?? []).sorted(), destinations: desk.arrivals.destinations(),
            offline: desk.arrivals.offline(lens.territory), script: self.parts.assets.address("checkpoint.js"))
        let page = CheckpointPage(parts, reading, input: input, looks: looks, errors: errors, problem: problem)
        return try await self.page("checkpoint", page, title: words("entry.title"), live: false, status: status)
    }

    /// Says what the codes mean, before anything is recorded.
    fileprivate func decide() async throws -> Response {
        let codes = AdmissionReader.codes(form["code"])
        guard !codes.isEmpty else {
            return try await checkpoint(input: form, errors: ["code": words("field.required")], status: .unprocessableContent)
        }
        var (looks, problems): ([EntryLook], [String]) = ([], [])
        for (index, code) in codes.enumerated() {
            do { looks.append(try await desk.arrivals.look(viewer, code)) } catch let refusal as EntryCodeRefusal {
                let problem = words(refusal.message(zone: desk.zone))
                problems.append(codes.count == 1 ? problem : words("entry.ofCode", ["number": words.figure(index + 1), "problem": problem]))
            }
        }
        guard problems.isEmpty else {
            return try await checkpoint(input: form, looks: looks, problem: problems.joined(separator: " "), status: .unprocessableContent)
        }
        return try await checkpoint(input: form, looks: looks)
    }

    /// Records the check of one person, or of everyone of a vehicle. Whoever is refused is told; the others are recorded.
    fileprivate func admit() async throws -> Response {
        var reader = AdmissionReader(input: form, reading: reading, home: reading.home)
        guard let submissions = reader.submissions() else {
            return try await checkpoint(input: form, errors: reader.errors, status: .unprocessableContent)
        }
        var (errors, problems): ([String: String], [String]) = ([:], [])
        for (index, submission) in submissions.enumerated() {
            do { _ = try await desk.arrivals.admit(viewer, submission) } catch Refusal.invalid(let field, let text) {
                if submissions.count == 1, let field { errors[field] = words(text) }
                let number = words.figure(index + 1)
                problems.append(submissions.count == 1 ? words(text) : words("entry.ofCode", ["number": number, "problem": words(text)]))
            }
        }
        guard problems.isEmpty else {
            let recorded = submissions.count - problems.count
            let told = recorded > 0 ? [words.count("entry.othersRecorded", recorded)] : []
            return try await checkpoint(
                input: form, errors: errors, problem: (problems + told).joined(separator: " "), status: .unprocessableContent)
        }
        let isSampled = submissions.first?.admission.isSampled ?? false
        await say(
            submissions.count == 1
                ? words(isSampled ? "entry.recordedWithTest" : "entry.recorded")
                : words.count(isSampled ? "entry.recordedAllWithTest" : "entry.recordedAll", submissions.count))
        return lead(to: reading.address("/checkpoint"))
    }
}
