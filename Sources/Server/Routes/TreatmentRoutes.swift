import HTTPTypes
import Hummingbird
import Operations
import Register
import Vocabulary

/// Measure 3: people on their way, and the doors of hospitals and isolation sites.
extension RouteTable {
    mutating func addTreatmentRoutes() {
        get("/treatment", .needs(.viewSites)) { visit in
            let page = TreatmentPage(try await visit.desk.treatment(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("treatment", page, title: visit.words("nav.treatment"))
        }
        get("/treatment/missing", .needs(.viewPerson)) { visit in
            guard let ask = visit.query["ask"].flatMap(FourAlls.Ask.init), let group = visit.query["group"],
                let content = try await visit.desk.missing(visit.viewer, visit.lens, ask, group)
            else { throw Refusal.notFound }
            let page = MissingPage(content, visit.reading)
            return try await visit.page("missing", page, title: page.title)
        }
        get("/transfers", .needs(.viewSites)) { try await $0.transfers() }
        post("/transfers/turns", .needs(.confirmTransfer)) { try await $0.takeTurns() }
        get("/sites/{id}", .needs(.viewSites)) { try await $0.intake() }
        post("/sites/{id}/turn", .needs(.recordStay)) { try await $0.takeTurn() }
    }
}

extension Visit {
    private var site: Reference<StaySite> {
        get throws {
            guard let number = Int64(try parameter("id")) else { throw Refusal.notFound }
            return Reference(rawValue: number)
        }
    }

    fileprivate func intake(input: Query? = nil, problem: String? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        guard viewer.permissions.contains(.viewSites), let content = try await desk.intake(viewer, try site) else { throw Refusal.notFound }
        let names = try await names(of: Set(content.waiting.map(\.territory)))
        let page = IntakePage(
            content, names: { names[$0] ?? LocalizedText(zh: $0.digits, en: $0.digits) }, input: input, problem: problem, reading)
        return try await self.page("intake", page, title: page.title, status: status)
    }

    private func names(of codes: Set<TerritoryCode>) async throws -> [TerritoryCode: LocalizedText] {
        var names: [TerritoryCode: LocalizedText] = [:]
        for code in codes { names[code] = try await desk.territoryName(code) }
        return names
    }

    fileprivate func transfers(problem: String? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        guard viewer.permissions.contains(.viewSites) else { throw Refusal.notFound }
        let page = TransfersPage(try await desk.transfers(viewer, lens), input: problem == nil ? nil : form, problem: problem, reading)
        return try await self.page("transfers", page, title: words("nav.transfers"), status: status)
    }

    /// One gesture for one or many: a bus has left, all of them are here.
    fileprivate func takeTurns() async throws -> Response {
        guard let turn = form["turn"].flatMap(TransferStep.Kind.init), !turn.isEnd else { throw Refusal.notFound }
        let chosen = (form["only"].map { [$0] } ?? form.all("chosen")).compactMap(TransfersPage.Pick.init)
        guard !chosen.isEmpty else { return try await transfers(problem: words("transfer.choose"), status: .unprocessableContent) }
        var submission = Submission(kind: .transferStep)
        submission.key = form["key"] ?? ""
        submission.people = chosen.map(\.person)
        // Without a network the gesture is sent later than it was made.
        let made = min(form["takenAt"].flatMap { Instant($0) } ?? desk.now(), desk.now())
        submission.facts = chosen.map { pick in
            func text(_ name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : String($0.prefix(120)) } }
            let step = TransferStep(of: pick.transfer, kind: turn, room: text("room-\(pick.transfer.rawValue)"), by: text("by"))
            return Submission.Dated(fact: .transferStep(step), happenedAt: made, person: pick.person)
        }
        submission.isTimedHere = true
        do {
            let outcome = try await desk.submit(viewer, submission)
            await say(
                words("transfer.recorded", ["turn": words("turn.\(turn.rawValue)"), "n": words.figure(chosen.count)]),
                undo: outcome.undo.map { reading.address("/undo/\($0.rawValue)") })
            return lead(to: reading.address("/transfers"))
        } catch Refusal.invalid(_, let text) {
            return try await transfers(problem: words(text), status: .unprocessableContent)
        }
    }

    /// One gesture at the door: accepted, or here and in this room.
    fileprivate func takeTurn() async throws -> Response {
        guard let person = form["person"].flatMap({ Int64($0) }), let transfer = form["transferOf"].flatMap({ Int64($0) }),
            let turn = form["turn"].flatMap(TransferStep.Kind.init), turn == .accepted || turn == .arrived
        else { throw Refusal.notFound }
        var submission = Submission(kind: .transferStep)
        submission.key = form["key"] ?? ""
        submission.people = [PersonID(rawValue: person)]
        let step = TransferStep(of: Reference(rawValue: transfer), kind: turn, room: form["room"])
        // Without a network the gesture is sent later than it was made.
        let made = form["takenAt"].flatMap { Instant($0) } ?? desk.now()
        submission.facts = [Submission.Dated(fact: .transferStep(step), happenedAt: min(made, desk.now()))]
        submission.isTimedHere = true
        do {
            let outcome = try await desk.submit(viewer, submission)
            await say(
                words("flash.recorded", ["what": words("turn.\(turn.rawValue)")]), undo: outcome.undo.map { reading.address("/undo/\($0.rawValue)") })
            return lead(to: reading.address("/sites/\(try site.rawValue)"))
        } catch Refusal.invalid(_, let text) {
            return try await intake(input: form, problem: words(text), status: .unprocessableContent)
        }
    }
}
