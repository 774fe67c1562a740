import HTTPTypes
import Hummingbird
import Operations
import Register
import Storage
import Vocabulary

/// Measure 1: the overview, rounds, the sampling table and the laboratory.
extension RouteTable {
    mutating func addTestingRoutes() {
        let view = Access.needs(.viewTesting)
        get("/testing", view) { visit in
            let page = TestingPage(try await visit.desk.testing(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("testing", page, title: visit.words("nav.testing"))
        }
        post("/testing/estimate", .needs(.recordPost)) { try await $0.estimateRoster() }
        get("/testing/rounds/{id}", view) { visit in
            let content = try await visit.round()
            return try await visit.page("round", RoundPage(content, visit.reading), title: content.round.name)
        }
        get("/testing/rounds/{id}/table", .needs(.bindTubes)) { try await $0.table(try await $0.round()) }
        post("/testing/rounds/{id}/table", .needs(.bindTubes)) { try await $0.bindTube() }
        get("/testing/laboratory", view) { try await $0.laboratory() }
        post("/testing/laboratory/send", .needs(.bindTubes)) { try await $0.tubes(.send) }
        post("/testing/laboratory/receive", .needs(.reportTubes)) { try await $0.tubes(.receive) }
        post("/testing/laboratory/plate", .needs(.reportTubes)) { try await $0.tubes(.plate) }
        post("/testing/laboratory/report", .needs(.reportTubes), body: 4 * 1024 * 1024) { try await $0.tubes(.report) }
    }
}

/// A step of tubes on their way.
private enum TubeStep { case send, receive, plate, report }

extension Visit {
    fileprivate func round() async throws -> RoundPage.Content {
        guard let number = try Int64(parameter("id")),
            let content = try await desk.round(viewer, lens, Reference<ScreeningRound>(rawValue: number))
        else { throw Refusal.notFound }
        return content
    }

    fileprivate func table(
        _ content: RoundPage.Content, input: Query? = nil, problems: [String] = [], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let page = TubeTablePage(content, reading, key: Secret.token(), input: input, problems: problems)
        return try await self.page("tubetable", page, title: page.title, live: false, status: status)
    }

    /// Binds the people of a sheet to their tube.
    fileprivate func bindTube() async throws -> Response {
        let content = try await round()
        let reference = Reference<ScreeningRound>(rawValue: content.number)
        let sheet = SheetReader(form, reading, sizes: content.sizes)
        guard let read = sheet.sheet, sheet.problems.isEmpty else {
            return try await table(content, input: form, problems: sheet.problems, status: .unprocessableContent)
        }
        do {
            let answer = try await desk.submitTubes(viewer, submission { TubeAnswer(bound: try $0.bind([read], in: reference)) })
            if let bound = answer.bound {
                await say(words.text(bound, tube: read.code), tone: bound.elsewhere.isEmpty && bound.beyond.isEmpty ? "met" : "late")
            }
            return lead(to: reading.address("/testing/rounds/\(content.number)/table"))
        } catch Refusal.invalid(_, let text) {
            return try await table(content, input: form, problems: [words(text)], status: .unprocessableContent)
        }
    }

    private func submission(_ act: @escaping @Sendable (Filing) throws -> TubeAnswer) -> TubeSubmission {
        TubeSubmission(
            key: form["key"] ?? "", content: [[path]] + form.pairs.filter { !["csrf", "key"].contains($0.name) }.map { [$0.name, $0.value] }, act: act
        )
    }

    fileprivate func laboratory(problems: [String] = [], status: HTTPResponse.Status = .ok) async throws -> Response {
        let page = LaboratoryPage(try await desk.laboratory(viewer, lens), reading, key: Secret.token(), problems: problems)
        return try await self.page("laboratory", page, title: words("testing.laboratory"), live: false, status: status)
    }

    /// What a step of tubes does; nil where the form says too little.
    private func act(of step: TubeStep) -> (@Sendable (Filing) throws -> TubeAnswer)? {
        let codes = form.all("codes").flatMap { $0.split { $0.isWhitespace || ",，;；、".contains($0) } }.map(String.init)
        let place = form["laboratory"]
        switch step {
        case .send:
            guard !codes.isEmpty, let batch = form["batch"] else { return nil }
            return { TubeAnswer(tubes: try $0.writer.sendTubes(codes, batch: batch, at: $0.now)) }
        case .receive:
            guard let batch = form["batch"], let place else { return nil }
            return { TubeAnswer(tubes: try $0.writer.receiveBatch(batch, laboratory: place, at: $0.now)) }
        case .plate:
            guard !codes.isEmpty, let plate = form["plate"] else { return nil }
            return { TubeAnswer(tubes: try $0.writer.plateTubes(codes, plate: plate)) }
        case .report:
            guard !codes.isEmpty, let outcome = form["outcome"].flatMap(TestOutcome.init(rawValue:)) else { return nil }
            return { TubeAnswer(report: try $0.reportTubes(codes, outcome, laboratory: place, at: $0.now)) }
        }
    }

    fileprivate func tubes(_ step: TubeStep) async throws -> Response {
        let act = act(of: step)
        guard let act else { return try await laboratory(problems: [words("testing.incomplete")], status: .unprocessableContent) }
        do {
            let answer = try await desk.submitTubes(viewer, submission(act))
            if let report = answer.report {
                await say(
                    words(
                        "testing.reported",
                        [
                            "tubes": words.figure(report.tubes), "recalled": words.figure(report.recalled), "followed": words.figure(report.followed),
                        ]))
            } else {
                await say(words.count("testing.moved", answer.tubes ?? 0))
            }
            return lead(to: reading.address("/testing/laboratory"))
        } catch Refusal.invalid(_, let text) {
            return try await laboratory(problems: [words(text)], status: .unprocessableContent)
        }
    }

    /// Records how many people are reckoned to hold posts of a class.
    fileprivate func estimateRoster() async throws -> Response {
        guard let postClass = form["postClass"], let people = form["people"].flatMap({ Int($0) }), (0...100_000_000).contains(people) else {
            throw Refusal.invalid(field: "people", LocalizedText(zh: "请填写岗位类别和人数。", en: "Name the class of posts and how many people."))
        }
        let estimate = RosterEstimate(postClass: postClass, territory: lens.territory, people: people)
        _ = try await desk.submitTubes(
            viewer,
            submission { filing in
                try filing.file(.rosterEstimate(estimate), about: .territory(estimate.territory), at: filing.now)
                return TubeAnswer()
            })
        return lead(to: reading.address("/testing"))
    }
}

/// Reads a table's sheet: the tube's code, its size, and a line for each person as typed or as a scanner writes it.
struct SheetReader {
    private(set) var sheet: TubeSheet?
    private(set) var problems: [String] = []

    init(_ form: Query, _ reading: Reading, sizes: [Int]) {
        let words = reading.words
        var members: [Identity] = []
        for (index, line) in (form.all("people").first ?? "").split(whereSeparator: \.isNewline).enumerated() where !String(line).trimmed.isEmpty {
            let parts = line.split { $0.isWhitespace || ",，;；".contains($0) }.map(String.init)
            var identity = Identity(name: "")
            for part in parts {
                if identity.phones.isEmpty, let phone = try? PhoneNumber(part) {
                    identity.phones = [phone.digits]
                } else if identity.documentNumber == nil, let document = try? DocumentNumber(part) {
                    identity.documentNumber = document.number
                } else if part.contains(where: \.isNumber) {
                    problems.append(words("testing.badLine", ["n": "\(index + 1)", "found": part]))
                } else {
                    identity.name += (identity.name.isEmpty ? "" : " ") + part
                }
            }
            if identity.name.isEmpty || (identity.documentNumber == nil && identity.phones.isEmpty) {
                problems.append(words("testing.shortLine", ["n": "\(index + 1)"]))
            }
            members.append(identity)
        }
        if members.isEmpty { problems.append(words("testing.nobody")) }
        let code = form["code"] ?? ""
        if code.isEmpty || code.utf8.count > 60 { problems.append(words("testing.noCode")) }
        let size = form["size"] == "household" ? max(members.count, 1) : form["size"].flatMap { Int($0) } ?? 0
        if form["size"] != "household", !sizes.contains(size) { problems.append(words("testing.badSize")) }
        if members.count > size, size > 0 { problems.append(words("testing.tooMany", ["n": "\(size)"])) }
        guard let territory = form["territory"].flatMap(TerritoryCode.init) else {
            problems.append(words("field.required"))
            return
        }
        // Sent later, the sheet says when the swabs were taken.
        let taken = form["takenAt"].flatMap { Instant($0) }.map { min($0, reading.now) } ?? reading.now
        sheet = TubeSheet(code: code, capacity: size, territory: territory, site: form["site"], filledAt: taken, members: members)
    }
}

extension Words {
    /// What came of binding people to a tube, in a sentence or two.
    func text(_ outcome: BindingOutcome, tube: String) -> String {
        var parts = [count("testing.bound", outcome.bound, ["tube": tube])]
        if outcome.repeated > 0 { parts.append(count("testing.repeated", outcome.repeated)) }
        parts += outcome.elsewhere.map { self("testing.elsewhere", ["name": $0.name, "tube": $0.code]) }
        parts += outcome.beyond.map { self("testing.beyondTube", ["name": $0]) }
        return parts.joined(separator: language.isChinese ? "" : " ")
    }
}
