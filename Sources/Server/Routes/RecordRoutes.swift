import HTTPTypes
import Hummingbird
import Register

/// Recording: every form of every person, new people, and one evidence for many.
extension RouteTable {
    mutating func addRecordRoutes() {
        for kind in FormKind.allCases {
            let access = Access.needs(kind.permission)
            let path = "/people/{id}/record/\(kind.rawValue)"
            get(path, access) { visit in
                let request = FormRequest(
                    kind: kind, person: try visit.personID, obligations: visit.query.all("for"), entry: visit.query.factID)
                return try await visit.showForm(request)
            }
            post(path, access) { visit in
                let request = FormRequest(
                    kind: kind, person: try visit.personID, obligations: visit.form.all("for"), entry: visit.form.factID,
                    known: visit.form.knownPerson)
                return try await visit.record(request)
            }
            if kind.startsWithPerson, kind != .contact {
                get("/record/\(kind.rawValue)", access) { visit in try await visit.showForm(FormRequest(kind: kind)) }
                post("/record/\(kind.rawValue)", access) { visit in
                    try await visit.record(FormRequest(kind: kind, known: visit.form.knownPerson))
                }
            }
            if kind.isBulk {
                get("/bulk/\(kind.rawValue)", access) { visit in
                    try await visit.showForm(FormRequest(kind: kind, obligations: visit.query.all("for")))
                }
                post("/bulk/\(kind.rawValue)", access) { visit in
                    try await visit.record(FormRequest(kind: kind, obligations: visit.form.all("for")))
                }
            }
        }
        // The worklist's form names the evidence and the rows; the page of that evidence follows.
        get("/bulk", .needs(.viewWorklist)) { visit in
            guard let kind = visit.query["kind"].flatMap(FormKind.init), kind.isBulk, !visit.query.all("for").isEmpty else {
                await visit.say(visit.words("home.selectFirst"), tone: "soon")
                return visit.lead(to: visit.reading.address("/"))
            }
            return visit.lead(to: visit.reading.address("/bulk/\(kind.rawValue)", visit.query.all("for").map { ("for", $0) }))
        }
        post("/undo/{fact}", .signedIn) { visit in
            guard let number = Int64(try visit.parameter("fact")) else { throw Refusal.notFound }
            let subject = try await visit.desk.undo(visit.viewer, FactID(rawValue: number))
            await visit.say(visit.words("flash.undone"))
            return visit.lead(to: subject.map(visit.reading.address(of:)) ?? visit.reading.address("/"))
        }
    }
}

extension Query {
    /// The entry a form is about.
    var factID: FactID? { self["fact"].flatMap { Int64($0) }.map(FactID.init(rawValue:)) }

    /// Somebody of the register chosen in place of one to be typed in: by the button just pressed, or before.
    fileprivate var knownPerson: PersonID? { (self["choose"] ?? self["known"]).flatMap { Int64($0) }.map(PersonID.init(rawValue:)) }
}

extension Visit {
    fileprivate func context(_ request: FormRequest) async throws -> FormContext {
        guard let context = try await desk.form(viewer, request) else { throw Refusal.notFound }
        return context
    }

    fileprivate func showForm(_ request: FormRequest) async throws -> Response {
        let page = FormPage(request.kind, try await context(request), reading, action: action, prefill: query)
        return try await self.page("form", page, title: page.title, live: false)
    }

    fileprivate func record(_ request: FormRequest) async throws -> Response {
        let context = try await context(request)
        // Choosing somebody of the register, or nobody again, shows the form anew with all that was filled in.
        if form["choose"] != nil { return try await again(request, context, status: .ok) }
        var reader = FormReader(kind: request.kind, input: form, context: context, reading: reading)
        guard let submission = reader.submission() else {
            return try await again(request, context, errors: reader.errors)
        }
        do {
            let outcome = try await desk.submit(viewer, submission)
            await say(outcome: outcome, request.kind)
            let next = outcome.person ?? context.person?.id
            return lead(to: reading.address(next.map { "/people/\($0.rawValue)" } ?? "/"))
        } catch Refusal.invalid(let field, let text) {
            return try await again(request, context, errors: field.map { [$0: words(text)] } ?? [:], problem: words(text))
        } catch Refusal.stale(let mine, let theirs, let by) {
            // Shown again on the version that stands now: sending it once more is a decision, not an accident.
            let conflict = FormPage.Conflict(mine: words(mine), theirs: words(theirs), theirsBy: by)
            return try await again(
                request, try await self.context(request), problem: words("problem.conflict"), conflict: conflict, status: .conflict)
        }
    }

    private func again(
        _ request: FormRequest, _ context: FormContext, errors: [String: String] = [:], problem: String? = nil,
        conflict: FormPage.Conflict? = nil, status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let page = FormPage(
            request.kind, context, reading, action: action, input: form, errors: errors, problem: problem, conflict: conflict)
        return try await self.page("form", page, title: page.title, live: false, status: status)
    }

    private var action: String { reading.address(path) }

    private func say(outcome: SubmissionOutcome, _ kind: FormKind) async {
        var sentences = [words("flash.recorded", ["what": words("form.\(kind.rawValue)")])]
        if outcome.met > 0 { sentences.append(words.count("flash.met", outcome.met)) }
        if outcome.new > 0 { sentences.append(words.count("flash.new", outcome.new)) }
        await say(
            sentences.joined(separator: words.language.isChinese ? "" : " "),
            undo: outcome.undo.map { reading.address("/undo/\($0.rawValue)") })
    }
}
