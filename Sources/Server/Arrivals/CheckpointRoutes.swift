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
        input: Query? = nil, look: EntryLook? = nil, errors: [String: String] = [:], problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let board = try? await desk.arrivals.board(viewer, lens)
        let parts = CheckpointPage.Parts(
            checkpoints: Set(board?.entries.map(\.checkpoint) ?? []).sorted(), destinations: desk.arrivals.destinations(),
            offline: desk.arrivals.offline(lens.territory), script: self.parts.assets.address("checkpoint.js"))
        let page = CheckpointPage(parts, reading, input: input, look: look, errors: errors, problem: problem)
        return try await self.page("checkpoint", page, title: words("entry.title"), live: false, status: status)
    }

    /// Says what the code means, before anything is recorded.
    fileprivate func decide() async throws -> Response {
        guard let code = form["code"] else {
            return try await checkpoint(input: form, errors: ["code": words("field.required")], status: .unprocessableContent)
        }
        do {
            return try await checkpoint(input: form, look: try await desk.arrivals.look(viewer, code))
        } catch let refusal as EntryCodeRefusal {
            return try await checkpoint(input: form, problem: words(refusal.message(zone: desk.zone)), status: .unprocessableContent)
        }
    }

    /// Records the check of one person.
    fileprivate func admit() async throws -> Response {
        var reader = AdmissionReader(input: form, reading: reading, home: reading.home)
        guard let submission = reader.submission() else {
            return try await checkpoint(input: form, errors: reader.errors, status: .unprocessableContent)
        }
        do {
            _ = try await desk.arrivals.admit(viewer, submission)
            await say(words(submission.admission.isSampled ? "entry.recordedWithTest" : "entry.recorded"))
            return lead(to: reading.address("/checkpoint"))
        } catch Refusal.invalid(let field, let text) {
            return try await checkpoint(
                input: form, errors: field.map { [$0: words(text)] } ?? [:], problem: words(text), status: .unprocessableContent)
        }
    }
}

/// Reads the form of a checkpoint.
struct AdmissionReader: ReadsFields {
    let input: Query
    let reading: Reading
    let home: TerritoryCode
    var errors: [String: String] = [:]

    /// The check of one person; nil where something is wrong.
    mutating func submission() -> AdmissionSubmission? {
        let checks = Set(input.all("checks").compactMap(ArrivalCheck.init))
        // Sent later, the form says when the person stood there.
        let at = input["checkedAt"].flatMap { Instant($0) }.map { min($0, reading.now) } ?? reading.now
        let admission = Admission(
            checkpoint: text("checkpoint", required: true) ?? "", risk: choice("risk"), checks: checks, isSampled: input["sampled"] != nil,
            vehicle: choice("vehicle"), transportNumber: text("transportNumber"), at: at)
        let code = input["code"]
        var newcomer: AdmissionSubmission.Newcomer?
        if code == nil { newcomer = self.newcomer() }
        guard errors.isEmpty else { return nil }
        return AdmissionSubmission(
            code: code, newcomer: newcomer, admission: admission, key: input["key"] ?? Secret.token(),
            content: input.pairs.filter { !["csrf", "key"].contains($0.name) }.map { [$0.name, $0.value] })
    }

    private mutating func newcomer() -> AdmissionSubmission.Newcomer? {
        guard input["name"] != nil || input["document"] != nil else {
            errors["code"] = words("entry.codeOrPerson")
            return nil
        }
        var identity = Identity(name: text("name", required: true) ?? "")
        if let written = text("document", required: true) {
            do { identity.documentNumber = try DocumentNumber(written).number } catch { errors["document"] = words("journey.badDocument") }
        }
        if let written = text("phone") {
            do { identity.phones = [try PhoneNumber(written).digits] } catch { errors["phone"] = words("journey.badPhone") }
        }
        let risk: OriginRisk? = choice("risk")
        if risk == nil { errors["risk"] = words("field.required") }
        let origin = text("origin", required: true) ?? ""
        let (left, destination) = (day("leftOrigin"), territory("destination"))
        return risk.map { .init(identity: identity, origin: origin, risk: $0, leftOrigin: left, destination: destination) }
    }
}
