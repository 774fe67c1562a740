import Foundation
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Vocabulary

/// What every page is made with.
struct ConsoleParts: Sendable {
    let desk: Desk
    let templates: Templates
    let catalogue: Catalogue
    let assets: Assets
    let sessions: Sessions
    let links: SignInLinks
    let throttle = Throttle()
    let hashing = BoundedThreads()
    let memory = Memory()
    let live: LiveEvents
    let isTLS: Bool
    /// Where uploads are spooled.
    let spool: UploadSpool

    private var cookieName: String { isTLS ? "__Host-shoutu" : "shoutu" }

    /// The language of a request: chosen, or what the browser asks for.
    func language(_ request: Request) -> Language {
        request.cookies["language"].flatMap { Language(rawValue: $0.value) } ?? Language.negotiated(request.headers[.acceptLanguage])
    }

    /// The cookie of a session, or the one that ends it.
    func sessionCookie(_ token: String?) -> Cookie {
        Cookie(
            name: cookieName, value: token ?? "", maxAge: token == nil ? 0 : Int(Session.lifetime.milliseconds / 1000), path: "/", secure: isTLS,
            httpOnly: true, sameSite: .lax)
    }

    /// Who is signed in with the cookie of a request.
    func viewer(_ request: Request) async throws -> Viewer? {
        guard let token = request.cookies[cookieName]?.value, !token.isEmpty, let found = try await sessions.find(token) else { return nil }
        return Viewer(account: found.account, session: found.session)
    }

    /// Answers a signed-in person's request, or leads a stranger to the sign-in page.
    func visit(
        _ request: Request, _ context: ConsoleContext, access: Access, body limit: Int,
        _ handler: @Sendable (Visit) async throws -> Response
    ) async throws -> Response {
        guard let viewer = try await viewer(request), let home = viewer.home else { return signInFirst(request) }
        var request = request
        var form = Query(nil)
        if request.method != .get, request.method != .head {
            form = try await checkedForm(&request, token: viewer.session.csrf, limit: limit)
        }
        let lens = lens(Query(request.uri.query), home: home)
        var words = catalogue.words(language(request))
        words.labels = desk.labels()
        let reading = Reading(
            language: words, zone: desk.zone, now: desk.now(), lens: lens, home: home, permissions: viewer.permissions,
            isPresentOnly: Navigation.isPresentOnly(request.uri.path))
        let visit = Visit(request: request, context: context, parts: self, viewer: viewer, reading: reading, form: form)
        do {
            guard access.admits(viewer.permissions) else { throw HTTPError(.forbidden) }
            guard viewer.covers(lens.territory) else { throw HTTPError(.forbidden, message: visit.words("problem.outside")) }
            return try await handler(visit)
        } catch {
            return try await visit.problem(error)
        }
    }

    /// Strangers are led to the sign-in page and back; scripts are told so plainly.
    private func signInFirst(_ request: Request) -> Response {
        let isPage = request.method == .get && request.headers[.accept]?.contains("text/html") != false
        guard isPage, HTTPField.Name("HX-Request").flatMap({ request.headers[$0] }) == nil else {
            return Response(status: .unauthorized, headers: HTTPField.Name("HX-Refresh").map { [$0: "true"] } ?? [:])
        }
        let back = request.uri.path == "/" ? "" : request.uri.string
        return Response(status: .seeOther, headers: [.location: Address.make("/sign-in", [("back", back)])])
    }

    /// The form of an unsafe request whose token is right. A raw upload carries its token in a header and is left to be streamed.
    private func checkedForm(_ request: inout Request, token: String, limit: Int) async throws -> Query {
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }), site == "cross-site" { throw HTTPError(.forbidden) }
        if let header = HTTPField.Name("X-CSRF-Token").flatMap({ request.headers[$0] }) {
            guard Secret.matches(header, token) else { throw HTTPError(.forbidden) }
            if request.headers[.contentType]?.hasPrefix("application/octet-stream") == true { return Query(nil) }
        }
        let form = try await readForm(&request, limit: limit)
        guard let sent = form["csrf"] ?? HTTPField.Name("X-CSRF-Token").flatMap({ request.headers[$0] }), Secret.matches(sent, token) else {
            throw HTTPError(.forbidden)
        }
        return form
    }

    /// A form's items; 413 beyond the limit.
    func readForm(_ request: inout Request, limit: Int) async throws -> Query {
        guard request.headers[.contentLength].flatMap({ Int($0) }) ?? 0 <= limit else { throw HTTPError(.contentTooLarge) }
        let body = try await request.collectBody(upTo: limit)
        return Query(String(buffer: body))
    }

    private func lens(_ query: Query, home: TerritoryCode) -> Lens {
        var lens = Lens(territory: query["t"].flatMap(TerritoryCode.init) ?? home, asOf: nil)
        if let text = query["at"] {
            let moment = Instant(text) ?? CivilTime(text).map { desk.zone.instant($0) }
            // A moment that has not come is now.
            if let moment, moment < desk.now() { lens.asOf = moment }
        }
        return lens
    }

    /// The frame of a signed-in person's page.
    func frame(for visit: Visit, title: String, live: Bool, charts: Bool) async throws -> Frame {
        let (reading, words) = (visit.reading, visit.words)
        var frame = bareFrame(words.language, title: title, path: visit.path, query: visit.query)
        frame.isSignedIn = true
        frame.navigation = Navigation.groups(reading, current: visit.path)
        frame.territory = try await desk.territoryName(reading.lens.territory).map { words($0) } ?? reading.lens.territory.digits
        frame.territories = try await desk.territoryChoices(visit.viewer, reading.lens.territory).map {
            Option($0.code.digits, words($0.name), $0.code == reading.lens.territory)
        }
        let now = desk.now()
        let moment = reading.moments.moment(reading.lens.asOf ?? now)
        frame.asOf = Frame.AsOf(
            isPast: reading.lens.asOf != nil, text: moment.text,
            notice: words(reading.isPresentOnly ? "frame.presentOnly" : "frame.past", ["time": moment.text]),
            field: reading.moments.fieldValue(reading.lens.asOf ?? now),
            nowAddress: Address.make(visit.path, visit.query.pairs.filter { $0.name != "at" }.map { ($0.name, $0.value) }))
        let items = reading.lens.items(home: reading.home, zone: desk.zone).map { Frame.Item(name: $0.0, value: $0.1) }
        frame.lens = items
        frame.lensMoment = items.filter { $0.name == "at" }
        frame.lensTerritory = items.filter { $0.name == "t" }
        frame.userName = words.label(visit.viewer.account.displayName)
        frame.userRole = visit.viewer.account.grants.first.map { words.name($0.role) } ?? ""
        frame.csrf = visit.viewer.session.csrf
        frame.canSearch = reading.may(.searchPeople)
        frame.flash = await memory.hear(visit.viewer.session.digest)
        frame.hasTour = desk.tour != nil
        if let stop = await memory.tour(visit.viewer.session.digest), let places = try await visit.tour() {
            frame.tour = Tour.panel(stop, places, words)
        }
        frame.shortcuts = Navigation.shortcuts(words)
        frame.live = live && reading.lens.asOf == nil ? "/live" : nil
        if charts {
            frame.charts = assets.address("charts.js")
            frame.echarts = assets.address("echarts.js")
            frame.boundaries = assets.address(Assets.boundaries)
        }
        return frame
    }

    /// The frame of a page that a stranger may see.
    func bareFrame(_ language: Language, title: String, path: String, query: Query = Query(nil)) -> Frame {
        let here = Address.make(path, query.pairs.map { ($0.name, $0.value) })
        let words = catalogue.words(language)
        let demoNotice = desk.demo.map { $0 == .invented ? words("frame.demoInvented") : words("frame.demoPublished") }
        return Frame(
            language: language.rawValue, title: title, isSignedIn: false, navigation: [], territory: "", territories: [], asOf: nil, lens: [],
            lensMoment: [], lensTerritory: [],
            languages: Language.allCases.map {
                Frame.LanguageLink(
                    code: $0.rawValue, name: $0.ownName, address: Address.make("/language/\($0.rawValue)", [("back", here)]),
                    isCurrent: $0 == language)
            }, userName: "", userRole: "", csrf: "", demoNotice: demoNotice, canSearch: false, flash: nil, tour: nil, hasTour: false, shortcuts: [],
            path: path, live: nil, style: assets.address("style.css") ?? "", script: assets.address("app.js") ?? "",
            outbox: assets.address("outbox.js"), photographs: assets.address("photographs.js"), charts: nil,
            htmx: assets.address("htmx.js"), echarts: nil, boundaries: nil, icon: assets.address("icon.svg"))
    }
}

extension Visit {
    /// What went wrong, told in the frame: nothing of the program's inside reaches the page.
    func problem(_ error: any Error) async throws -> Response {
        var (status, detail): (HTTPResponse.Status, String?) = (.internalServerError, nil)
        var title: String?
        switch error {
        case OperationError.noPolicy: (status, title, detail) = (.serviceUnavailable, words("problem.noPolicy"), words("problem.noPolicyText"))
        case let refusal as Refusal:
            switch refusal {
            case .notFound: status = .notFound
            case .forbidden(let text): (status, detail) = (.forbidden, words(text))
            case .stale(_, let theirs, let by): (status, detail) = (.conflict, words("problem.stale", ["by": by, "what": words(theirs)]))
            case .invalid(_, let text): (status, detail) = (.unprocessableContent, words(text))
            }
        case let error as HTTPError: (status, detail) = (error.status, error.body)
        case is BoundedThreads.Busy: status = .serviceUnavailable
        case StoreError.storageFull, CocoaError.fileWriteOutOfSpace: status = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        default:
            // Only the kind of error is logged: its text may hold what was typed.
            context.logger.error("request failed", metadata: ["error": "\(type(of: error))"])
            context.logger.debug("request failed", metadata: ["detail": "\(error)"])
        }
        let page = ProblemPage(status: status.code, requestID: context.id, words, title: title, detail: detail)
        return try await self.page("problem", page, title: page.title, live: false, status: status)
    }
}
