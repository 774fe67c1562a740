import HTTPTypes
import Hummingbird
import Register

/// Lists, pages and forms of every kind of thing that has a face.
extension RouteTable {
    mutating func addThingRoutes() {
        for face in ThingFaces.all {
            let path = "/things/\(face.kind.rawValue)"
            get(path, .needs(face.permission)) { visit in
                let content = try await visit.desk.things(visit.viewer, visit.lens, ThingsQuery(face, visit.query))
                let page = ThingsPage(content, face: face, visit.reading)
                return try await visit.page("things", page, title: page.title)
            }
            get("\(path)/{id}", .needs(face.permission)) { visit in
                guard let content = try await visit.desk.thing(visit.viewer, visit.lens, try visit.thing(face.kind)) else { throw Refusal.notFound }
                let page = ThingPage(content, face: face, visit.reading)
                // What is photographed on the spot opens again there.
                return try await visit.page(
                    "thing", page, title: page.title, charts: (page.leading + page.panels).contains(where: \.hasAreas),
                    isField: page.photographs?.addAddress != nil)
            }
            for form in face.forms + [.withdrawal(of: face.kind), .correction(of: face.kind)] { addRoutes(of: form) }
        }
    }

    private mutating func addRoutes(of form: ThingForm) {
        let access = Access.needs(form.permission)
        let path = form.founds ? form.foundingPath : "/things/\(form.kind.rawValue)/{id}/record/\(form.name)"
        get(path, access) { visit in
            let subject = form.founds ? nil : try visit.thing(form.kind)
            return try await visit.show(
                ThingFormRequest(
                    form: form, subject: subject, territory: visit.lens.territory, obligations: visit.query.all("for"),
                    entry: visit.query["entry"].flatMap { Int64($0) }))
        }
        post(path, access) { visit in
            let subject = form.founds ? nil : try visit.thing(form.kind)
            return try await visit.record(
                ThingFormRequest(
                    form: form, subject: subject, territory: visit.lens.territory, obligations: visit.form.all("for"),
                    entry: visit.form["entry"].flatMap { Int64($0) }))
        }
    }
}

extension Visit {
    /// The thing of the path, `/things/directive/{id}`.
    fileprivate func thing(_ kind: Subject.Kind) throws -> Subject {
        guard let number = context.parameters.get("id").flatMap({ Int64($0) }), let subject = Subject(kind: kind, number: number) else {
            throw Refusal.notFound
        }
        return subject
    }

    private func formContext(_ request: ThingFormRequest) async throws -> ThingFormContext {
        guard let context = try await desk.thingForm(viewer, request) else { throw Refusal.notFound }
        return context
    }

    private var formAddress: String { reading.address(path) }

    fileprivate func show(_ request: ThingFormRequest) async throws -> Response {
        let page = FormPage(request.form, try await formContext(request), reading, action: formAddress, prefill: query)
        return try await self.page("form", page, title: page.title, live: false)
    }

    fileprivate func record(_ request: ThingFormRequest) async throws -> Response {
        let context = try await formContext(request)
        var reader = FieldReader(input: form, reading: reading, home: context.territory)
        let act = request.form.read(&reader, context)
        guard reader.errors.isEmpty else { return try await again(request, context, errors: reader.errors) }
        let submission = ThingSubmission(
            form: request.form, subject: request.subject, version: form["version"].flatMap { Int64($0) }, key: form["key"] ?? "",
            content: form.pairs.filter { !["csrf", "key", "version"].contains($0.name) }.map { [$0.name, $0.value] }, act: act)
        do {
            let outcome = try await desk.submitThing(viewer, submission)
            var sentences = [words("flash.recorded", ["what": words("form.\(request.form.name)")])]
            if outcome.met > 0 { sentences.append(words.count("flash.met", outcome.met)) }
            if outcome.new > 0 { sentences.append(words.count("flash.new", outcome.new)) }
            if let note = outcome.note { sentences.append(words(note)) }
            await say(
                sentences.joined(separator: words.language.isChinese ? "" : " "), undo: outcome.undo.map { reading.address("/undo/\($0.rawValue)") })
            return lead(to: reading.address(of: outcome.subject))
        } catch Refusal.invalid(let field, let text) {
            return try await again(request, context, errors: field.map { [$0: words(text)] } ?? [:], problem: words(text))
        } catch Refusal.stale(let mine, let theirs, let by) {
            // Shown again on what stands now: sending it once more is a decision, not an accident.
            let conflict = FormPage.Conflict(mine: words(mine), theirs: words(theirs), theirsBy: by)
            return try await again(
                request, try await formContext(request), problem: words("problem.conflict"), conflict: conflict, status: .conflict)
        }
    }

    private func again(
        _ request: ThingFormRequest, _ context: ThingFormContext, errors: [String: String] = [:], problem: String? = nil,
        conflict: FormPage.Conflict? = nil, status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let page = FormPage(
            request.form, context, reading, action: formAddress, input: form, errors: errors, problem: problem, conflict: conflict)
        return try await self.page("form", page, title: page.title, live: false, status: status)
    }
}
