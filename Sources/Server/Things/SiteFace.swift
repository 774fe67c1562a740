import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Hospitals and isolation sites (measure 3): what they hold, who is in which room.
extension ThingFace {
    static let site = ThingFace(
        kind: .site, permission: .viewSites, states: ["open", "closed"], classes: SiteForms.modes.map(\.rawValue), forms: SiteForms.all,
        facts: facts, factNames: ["territory", "mode", "opened", "closed"],
        workPath: { "/sites/\($0.number)" }, panels: { try $2.sitePanels($0, $1) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let site = view.dossier.founding(StaySite.self) else { return [] }
        let words = reading.words
        var facts = [
            LabelledText(label: words("site.territory"), value: words(name(site.value.territory))),
            LabelledText(label: words("site.mode"), value: words("siteClass.\(site.value.mode.rawValue)")),
            LabelledText(label: words("site.opened"), value: reading.moments.moment(site.happenedAt).text),
        ]
        if let closed = site.value.closed { facts.append(LabelledText(label: words("site.closed"), value: reading.moments.moment(closed).text)) }
        return facts
    }
}

/// What can be recorded about a site.
private enum SiteForms {
    static let all: [ThingForm] = [open, change, ward, environment, staff]
    static let modes: [ControlMode] = [.hospital, .central]

    private enum Standing: String, CaseIterable { case open, closed }

    static let open = ThingForm(
        name: "siteOpen", kind: .site, permission: .recordSite, founds: true, fieldNames: ["siteName", "siteMode", "territory", "existing", "at"],
        fields: { context, reading in
            [
                .text("siteName", isRequired: true), .choice("siteMode", modes) { reading.words("siteClass.\($0.rawValue)") },
                .territory("territory", context, reading.words), FormField(name: "existing", kind: .number, isRequired: true), .at(reading),
            ]
        },
        read: { reader, _ in
            let site = StaySite(
                name: reader.text("siteName", required: true) ?? "", mode: reader.choice("siteMode") ?? .central,
                territory: reader.territory("territory"), capacity: reader.number("existing", 0...1_000_000))
            if site.capacity == nil, reader.errors["existing"] == nil { reader.errors["existing"] = reader.words("field.required") }
            let at = reader.moment("at", required: true) ?? reader.reading.now
            return { filing in
                let reference = try filing.openSite(site, at: min(at, filing.now))
                return ThingFiled(subject: .site(reference), undo: FactID(rawValue: reference.rawValue))
            }
        })

    static let change = ThingForm(
        name: "siteChange", kind: .site, permission: .recordSite, fieldNames: ["existing", "siteStanding"],
        isOffered: { context in context.view.map { context.acts(in: $0.standing.territory) } ?? false },
        fields: { context, reading in
            let site = context.view?.dossier.founding(StaySite.self)?.value
            return [
                FormField(name: "existing", kind: .number, isRequired: true, value: site?.capacity.map(String.init) ?? ""),
                .choice("siteStanding", Standing.allCases, first: site?.closed == nil ? .open : .closed) {
                    reading.words("siteState.\($0.rawValue)")
                },
            ]
        },
        read: { reader, context in
            let existing = reader.number("existing", 0...1_000_000)
            if existing == nil, reader.errors["existing"] == nil { reader.errors["existing"] = reader.words("field.required") }
            let standing: Standing = reader.choice("siteStanding") ?? .open
            let reference = Reference<StaySite>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.changeSite(reference, existing: existing, isClosed: standing == .closed, at: filing.now)
                return ThingFiled(subject: .site(reference), undo: record.id)
            }
        })
}

extension SiteForms {
    /// A swab of shared surfaces of an isolation site.
    static let environment = ThingForm(
        name: "siteEnvironment", kind: .site, permission: .recordSite, fieldNames: ["swabbed", "swabOutcome", "at"],
        isOffered: { context in
            guard let view = context.view, let site = view.dossier.founding(StaySite.self)?.value else { return false }
            return site.mode == .central && site.closed == nil && context.acts(in: view.standing.territory)
        },
        fields: { _, reading in
            [
                .text("swabbed", isRequired: true),
                .choice("swabOutcome", [TestOutcome.negative, .positive]) { reading.words.name($0) }, .at(reading),
            ]
        },
        read: { reader, context in
            let place = reader.text("swabbed", required: true) ?? ""
            let outcome: TestOutcome = reader.choice("swabOutcome") ?? .negative
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let reference = Reference<StaySite>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let recorded = try filing.recordEnvironment(of: reference, place, outcome, at: min(at, filing.now))
                let (again, left) = (recorded.exposed.count, recorded.unexplained.count)
                let note = LocalizedText(
                    zh: "\(again)人重新起算隔离" + (left > 0 ? "；\(left)人来源不明，请逐一研判。" : "。"),
                    en: "\(again) begin again" + (left > 0 ? "; \(left) have no known source and are to be judged singly." : "."))
                return ThingFiled(
                    subject: .site(reference), undo: outcome == .negative ? recorded.record.id : nil, note: outcome == .positive ? note : nil)
            }
        })

    /// Opens the closed loop of those who work there; the place's own page has its roster.
    static let staff = ThingForm(
        name: "siteStaff", kind: .site, permission: .recordPlace, fieldNames: ["responsible"],
        isOffered: { context in
            guard let view = context.view, let site = view.dossier.founding(StaySite.self)?.value else { return false }
            return site.mode == .central && site.closed == nil && context.staffLoop == nil && context.acts(in: view.standing.territory)
        },
        fields: { _, _ in [.text("responsible", isRequired: true)] },
        read: { reader, context in
            let responsible = reader.text("responsible", required: true)
            let reference = Reference<StaySite>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let place = try filing.openStaffLoop(of: reference, responsible: responsible, at: filing.now)
                return ThingFiled(subject: .place(place), undo: FactID(rawValue: place.rawValue))
            }
        })

    static let ward = ThingForm(
        name: "siteWard", kind: .site, permission: .recordSite, fieldNames: ["ward", "wardTurn", "grounds", "at"],
        isOffered: { context in
            guard let view = context.view, let site = view.dossier.founding(StaySite.self)?.value else { return false }
            return site.mode == .hospital && site.closed == nil && context.acts(in: view.standing.territory)
        },
        fields: { _, reading in
            [
                .text("ward", isRequired: true), .choice("wardTurn", WardStep.Kind.allCases) { reading.words("wardTurn.\($0.rawValue)") },
                .area("grounds"), .at(reading),
            ]
        },
        read: { reader, context in
            let step = WardStep(
                ward: reader.text("ward", required: true) ?? "", kind: reader.choice("wardTurn") ?? .frozen, grounds: reader.text("grounds"))
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let reference = Reference<StaySite>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.turnWard(step, of: reference, at: min(at, filing.now))
                return ThingFiled(subject: .site(reference), undo: record.id)
            }
        })
}

extension OperationsDesk {
    /// Frozen wards with who is in them, and buffer wards with who has no negative result since coming in.
    fileprivate func wardPanel(_ view: ThingView, _ stays: [RoomStay], _ reader: Reader) throws -> ThingPanel? {
        let wards = view.dossier.wards
        guard !wards.frozen.isEmpty || !wards.buffers.isEmpty else { return nil }
        var panel = ThingPanel(title: LocalizedText(zh: "病区", en: "Wards"))
        for (ward, step) in wards.frozen.sorted(by: { $0.key < $1.key }) {
            let inside = Set(stays.filter { $0.room?.hasPrefix(ward) ?? false }.map(\.person))
            let since = shown(step.happenedAt)
            let uncleared = try inside.filter { try !isCleared($0, since: step.happenedAt, reader) }.count
            panel.add(
                ward, ward,
                LocalizedText(
                    zh: "\(since.zh)起封控，在住\(inside.count)人，封控后无阴性结果\(uncleared)人",
                    en: "frozen since \(since.en); \(inside.count) inside, \(uncleared) without a negative since"), isLate: true)
        }
        for ward in wards.buffers.sorted() {
            let inside = stays.filter { $0.room?.hasPrefix(ward) ?? false }
            let uncleared = try inside.filter { try !isCleared($0.person, since: $0.since, reader) }.count
            panel.add(
                ward, ward,
                LocalizedText(
                    zh: "过渡缓冲病房，在住\(inside.count)人，入院后尚无阴性结果\(uncleared)人",
                    en: "buffer ward; \(inside.count) inside, \(uncleared) without a negative since coming in"))
        }
        return panel
    }

    /// Who works there in the closed loop and how each stands; nil while there is no loop.
    private func staffPanel(_ site: StaySite, _ view: ThingView, _ reader: Reader) throws -> ThingPanel? {
        guard site.mode == .central else { return nil }
        guard let place = try reader.staffLoop(of: site),
            let loop = try reader.thingView(.place(place), asOf: view.asOf, policies: operations.policies)
        else {
            var panel = ThingPanel(title: LocalizedText(zh: "工作人员闭环", en: "Closed loop of the staff"))
            panel.add("名册", "Roster", LocalizedText(zh: "尚未建立", en: "not opened yet"))
            return panel
        }
        let shelf = operations.policies
        let policy = try shelf.edition(at: view.asOf, in: site.territory)
        let members = loop.dossier.loop { (try? shelf.edition(at: $0, in: site.territory)) ?? policy }
        var panel = try loopPanel(members, view.asOf, reader)
        panel.title = LocalizedText(zh: "工作人员闭环", en: "Closed loop of the staff")
        if members.isEmpty { panel.add("名册", "Roster", LocalizedText(zh: "无人", en: "nobody")) }
        return panel
    }

    /// Whether a negative specimen was taken of a person since a moment; of somebody outside the reader's scope it is not told, and so not claimed.
    private func isCleared(_ person: PersonID, since moment: Instant, _ reader: Reader) throws -> Bool {
        guard try reader.canSee(person) else { return false }
        let dossier = Dossier(id: person, records: try reader.records(of: person), asOf: now)
        let negative = Set(dossier.results.filter { $0.value.outcome == .negative }.map(\.value.specimen))
        return dossier.specimens.contains { $0.happenedAt >= moment && negative.contains($0.id) }
    }

    /// How full a site is, with the moment of each figure, and its rooms: those outside the reader's scope are told as taken, without a name.
    fileprivate func sitePanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard let site = view.dossier.founding(StaySite.self)?.value else { return [] }
        let moment = view.asOf
        let stays = try reader.stays(atSite: site.name, near: site.territory, endingAfter: moment).filter { $0.since <= moment }
        let occupied = Set(stays.map(\.person)).count
        var panel = ThingPanel(title: LocalizedText(zh: "床位（房间），\(shown(moment).zh)", en: "Beds or rooms at \(shown(moment).en)"))
        let unknown = LocalizedText(zh: "未填报", en: "not told")
        panel.add("现有", "Existing", site.capacity.map { LocalizedText(zh: Words.grouped($0), en: Words.grouped($0)) } ?? unknown)
        panel.add("在住", "Occupied", Words.grouped(occupied), isLate: site.capacity.map { occupied > $0 } ?? false)
        if let capacity = site.capacity { panel.add("空余", "Free", Words.grouped(site.closed == nil ? max(0, capacity - occupied) : 0)) }
        var rooms = ThingPanel(title: LocalizedText(zh: "在住人员", en: "Who is in which room"))
        let shared = Dictionary(grouping: stays.filter { $0.room != nil }) { $0.room ?? "" }.filter { Set($0.value.map(\.person)).count > 1 }.keys
        for room in shared.sorted() {
            let people = Set(stays.filter { $0.room == room }.map(\.person)).count
            rooms.add(room, room, LocalizedText(zh: "同住\(people)人", en: "\(people) people in one room"), isLate: true)
        }
        for stay in stays.prefix(400) {
            let (room, since) = (stay.room ?? "–", shown(stay.since))
            if let tag = try tag(of: stay.person, reader) {
                rooms.people.append(tag)
                rooms.notes[stay.person] = LocalizedText(zh: "\(room)，\(since.zh)起", en: "\(room), since \(since.en)")
            } else {
                rooms.add(
                    room, room, LocalizedText(zh: "（不在您的管辖范围），\(since.zh)起", en: "(not in your territory), since \(since.en)"))
            }
        }
        return [panel] + [try wardPanel(view, stays, reader), try staffPanel(site, view, reader)].compactMap(\.self)
            + (stays.isEmpty ? [] : [rooms])
    }
}
