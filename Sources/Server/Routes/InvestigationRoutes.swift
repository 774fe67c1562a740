import Hummingbird
import Register
import Vocabulary

/// The investigation of a case.
extension RouteTable {
    mutating func addInvestigationRoutes() {
        get("/people/{id}/investigation", .needs(.viewPerson)) { try await $0.investigation() }
        post("/people/{id}/investigation", .needs(.investigate), body: 1024 * 1024) { visit in
            guard let text = visit.form["text"] else { return try await visit.investigation(problem: visit.words("narrative.textMissing")) }
            guard text.unicodeScalars.count <= 20_000 else { return try await visit.investigation(problem: visit.words("field.tooLong")) }
            return try await visit.narrative(text)
        }
        post("/people/{id}/investigation/confirm", .needs(.investigate), body: 1024 * 1024) { visit in
            let id = try visit.personID
            let text = visit.form["text"] ?? ""
            guard let content = try await visit.desk.narrative(visit.viewer, id, text) else { throw Refusal.notFound }
            var form = NarrativeForm(visit.form, content, visit.reading)
            let confirmed = form.read()
            guard form.errors.isEmpty else {
                return try await visit.narrative(text, errors: form.errors, problem: visit.words.count("fill.problems", form.errors.count))
            }
            guard !confirmed.points.isEmpty || !confirmed.met.isEmpty else {
                return try await visit.narrative(text, problem: visit.words("narrative.nothingChosen"))
            }
            do {
                let done = try await visit.desk.confirmInvestigation(visit.viewer, id, confirmed, visit.form["key"] ?? "")
                var sentences = [visit.words.count("narrative.recorded", done.points)]
                if done.met > 0 { sentences.append(visit.words.count("candidates.recorded", done.met)) }
                if done.fulfilled > 0 { sentences.append(visit.words.count("flash.met", done.fulfilled)) }
                if done.new > 0 { sentences.append(visit.words.count("flash.new", done.new)) }
                await visit.say(sentences.joined(separator: visit.words.language.isChinese ? "" : " "))
                return visit.lead(to: visit.reading.address("/people/\(id.rawValue)/investigation"))
            } catch Refusal.invalid(_, let problem) {
                return try await visit.narrative(text, problem: visit.words(problem))
            }
        }
        post("/people/{id}/investigation/team", .needs(.investigate)) { visit in
            let id = try visit.personID
            guard let line = visit.form["line"].flatMap(InvestigationLine.init) else { throw Refusal.notFound }
            guard let who = visit.form["who"] else { return try await visit.investigation(problem: visit.words("investigation.whoMissing")) }
            guard who.count <= 100, (visit.form["task"] ?? "").count <= 200 else {
                return try await visit.investigation(problem: visit.words("field.tooLong"))
            }
            try await visit.desk.assignTeam(
                visit.viewer, id, TeamAssignment(line: line, who: who, task: visit.form["task"]), visit.form["key"] ?? "")
            await visit.say(visit.words("investigation.lineNamed", ["line": visit.words.name(line), "who": who]))
            return visit.lead(to: visit.reading.address("/people/\(id.rawValue)/investigation") + "#team")
        }
        post("/people/{id}/investigation/source", .needs(.investigate)) { visit in
            let id = try visit.personID
            guard let point = visit.form["point"].flatMap({ Int64($0) }), let source = visit.form["source"].flatMap(TrajectoryPoint.Source.init)
            else {
                throw Refusal.notFound
            }
            try await visit.desk.addSource(visit.viewer, id, point, source, visit.form["key"] ?? "")
            await visit.say(visit.words("investigation.sourceAdded"))
            return visit.lead(to: visit.reading.address("/people/\(id.rawValue)/investigation"))
        }
    }
}

extension Visit {
    fileprivate func investigation(problem: String? = nil) async throws -> Response {
        guard let content = try await desk.investigation(viewer, personID) else { throw Refusal.notFound }
        let page = InvestigationPage(content, reading, day: query["day"].flatMap { CivilDate($0) }, problem: problem, text: form["text"] ?? "")
        return try await self.page(
            "investigation", page, title: words("investigation.title"), live: false, charts: true,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func narrative(_ text: String, errors: [String: String] = [:], problem: String? = nil) async throws -> Response {
        guard let content = try await desk.narrative(viewer, personID, text) else { throw Refusal.notFound }
        let page = NarrativePage(content, reading, input: problem == nil ? nil : form, errors: errors, problem: problem)
        return try await self.page(
            "narrative", page, title: words("narrative.title"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }
}
