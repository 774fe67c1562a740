import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Places (measure 6): the registry, their own checks, closing and opening, the closed loop, how full they are.
extension ThingFace {
    static let place = ThingFace(
        kind: .place, permission: .viewPlaces, states: PlaceDuties.State.allCases.map(\.rawValue), forms: PlaceForms.all, facts: facts,
        factNames: ["territory", "address", "capacity", "responsible", "code"],
        related: { view in
            view.dossier.around(Zone.self).filter { $0.covers(view.standing.territory) }.map { .zone(Reference(rawValue: $0.id.rawValue)) }
        },
        workPath: { "/things/place/\($0.number)/code" }, panels: { try $2.placePanels($0, $1) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let place = view.dossier.founding(Place.self)?.value else { return [] }
        let words = reading.words
        var facts = [LabelledText(label: words("place.territory"), value: words(name(place.territory)))]
        if let address = place.address { facts.append(LabelledText(label: words("place.address"), value: address)) }
        if let capacity = place.ratedCapacity { facts.append(LabelledText(label: words("place.capacity"), value: words.figure(capacity))) }
        if let responsible = place.responsible { facts.append(LabelledText(label: words("place.responsible"), value: responsible)) }
        facts.append(LabelledText(label: words("place.code"), value: "/c/\(view.subject.number)"))
        return facts
    }
}

/// What can be recorded about a place.
private enum PlaceForms {
    static let all: [ThingForm] = [register, check, close, open, expect, enter, move]

    private static let register = ThingForm(
        name: "placeRegister", kind: .place, permission: .recordPlace, founds: true,
        fieldNames: ["placeName", "placeClass", "territory", "street", "capacity", "responsible", "offers"],
        fields: { context, reading in
            [
                .text("placeName", isRequired: true),
                FormField(
                    name: "placeClass", kind: .choice(context.classes.map { Option($0.key, reading.words($0.label)) }), isRequired: true,
                    value: context.classes.first?.key ?? ""), .territory("territory", context, reading.words), .text("street"),
                FormField(name: "capacity", kind: .number), .text("responsible"),
                FormField(name: "offers", kind: .set(PublicOffer.allCases.map { Option($0.rawValue, reading.words("offer.\($0.rawValue)")) })),
            ]
        },
        read: { reader, _ in
            let place = Place(
                name: reader.text("placeName", required: true) ?? "", placeClass: reader.text("placeClass", required: true) ?? "",
                territory: reader.territory("territory"), address: reader.text("street"), ratedCapacity: reader.number("capacity", 1...1_000_000),
                responsible: reader.text("responsible"), offers: reader.input.all("offers").compactMap(PublicOffer.init(rawValue:)))
            return { filing in
                let subject = try filing.found(.place(place), at: filing.now)
                return ThingFiled(subject: subject, undo: FactID(rawValue: subject.number))
            }
        })

    private static let check = ThingForm(
        name: "placeCheck", kind: .place, permission: .recordPlace, meets: ["selfCheckEvery", "sealed"],
        fieldNames: ["inOrder", "tested", "remark", "at"],
        fields: { _, reading in
            [
                FormField(name: "inOrder", kind: .set(PlaceMeasure.allCases.map { Option($0.rawValue, reading.words($0.words)) })),
                FormField(name: "tested", kind: .number), .text("remark"), .at(reading),
            ]
        },
        read: { reader, context in
            let inOrder = reader.input.all("inOrder").compactMap(PlaceMeasure.init(rawValue:))
            let tested = reader.number("tested", 1...1_000_000)
            let (remark, at) = (reader.text("remark"), reader.moment("at", required: true) ?? reader.reading.now)
            let place = reference(context)
            return { filing in
                let record = try filing.checkPlace(place, inOrder: inOrder, tested: tested, remark: remark, at: min(at, filing.now))
                return ThingFiled(subject: .place(place), undo: record.id)
            }
        })

    private static let close = change("placeClose", isOpen: false, meets: ["closeWithin"])
    private static let open = change("placeOpen", isOpen: true)

    private static func change(_ name: String, isOpen: Bool, meets: Set<String> = []) -> ThingForm {
        ThingForm(
            name: name, kind: .place, permission: .recordPlace, meets: meets, fieldNames: ["grounds", "at"],
            isOffered: { ($0.view?.standing.state == PlaceDuties.State.open.rawValue) != isOpen },
            fields: { _, reading in [.area("grounds", isRequired: true), .at(reading)] },
            read: { reader, context in
                let (grounds, at) = (reader.text("grounds", required: true), reader.moment("at", required: true) ?? reader.reading.now)
                let place = reference(context)
                return { filing in
                    let record = try filing.changePlace(place, isOpen: isOpen, grounds: grounds, at: min(at, filing.now))
                    return ThingFiled(subject: .place(place), undo: record.id)
                }
            })
    }

    /// Someone is put on the roster, to come into the closed loop at a moment: by then the tests before entry are due.
    private static let expect = ThingForm(
        name: "loopExpect", kind: .place, permission: .recordPlace, fieldNames: ["personName", "document", "phone", "enters"],
        isOffered: { !$0.stages.isEmpty },
        fields: { _, reading in
            [
                .text("personName", isRequired: true), .text("document"), .text("phone"),
                FormField(
                    name: "enters", kind: .moment, isRequired: true, value: reading.moments.fieldValue(reading.now + .hours(72))),
            ]
        },
        read: { reader, context in
            let identity = who(&reader)
            if reader.input["enters"] == nil { reader.errors["enters"] = reader.words("field.required") }
            let enters = reader.deadline("enters", after: reader.reading.now) ?? reader.reading.now
            let place = reference(context)
            let home = context.view?.standing.territory ?? context.territory
            return { filing in
                let person = try filing.person(identity, Person(residence: home)).id
                let step = LoopStep(place: place, kind: .expected, enters: enters)
                let record = try filing.aboutAnyone { try filing.stepInLoop(step, of: person, at: filing.now) }
                return ThingFiled(subject: .place(place), undo: record.id)
            }
        })

    /// Who a form of the loop is about.
    private static func who(_ reader: inout FieldReader) -> Identity {
        let name = reader.text("personName", required: true) ?? ""
        let (document, phone) = (reader.text("document"), reader.text("phone"))
        if document == nil, phone == nil { reader.errors["document"] = reader.words("field.required") }
        return Identity(name: name, documentNumber: document, phones: [phone].compactMap(\.self))
    }

    /// Someone comes into the closed loop.
    private static let enter = ThingForm(
        name: "loopEnter", kind: .place, permission: .recordPlace, fieldNames: ["personName", "document", "phone", "stage", "room", "at"],
        isOffered: { !$0.stages.isEmpty },
        fields: { context, reading in
            [
                .text("personName", isRequired: true), .text("document"), .text("phone"), stageField(context, reading, optional: false),
                .text("room"),
                .at(reading),
            ]
        },
        read: { reader, context in
            let identity = who(&reader)
            let (stage, room) = (reader.input["stage"], reader.text("room"))
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let place = reference(context)
            let home = context.view?.standing.territory ?? context.territory
            return { filing in
                let person = try filing.person(identity, Person(residence: home)).id
                let step = LoopStep(place: place, kind: .entered, stage: stage, room: room)
                let moment = min(at, filing.now)
                let record = try filing.aboutAnyone { try filing.stepInLoop(step, of: person, at: moment) }
                return ThingFiled(subject: .place(place), undo: record.id)
            }
        })

    /// The next stage, or out of the loop.
    private static let move = ThingForm(
        name: "loopMove", kind: .place, permission: .recordPlace, meets: ["shift", "breachWithin"],
        fieldNames: ["loopPerson", "stage", "room", "at"], isOffered: { !$0.stages.isEmpty && !$0.people.isEmpty },
        fields: { context, reading in
            [
                FormField(
                    name: "loopPerson", kind: .choice(context.people.map { Option("\($0.id.rawValue)", $0.name) }), isRequired: true,
                    value: context.people.first.map { "\($0.id.rawValue)" } ?? ""), stageField(context, reading, optional: true), .text("room"),
                .at(reading),
            ]
        },
        read: { reader, context in
            let person = PersonID(rawValue: reader.thing("loopPerson") ?? 0)
            let (stage, room) = (reader.input["stage"], reader.text("room"))
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let place = reference(context)
            return { filing in
                let step = LoopStep(place: place, kind: stage == nil ? .left : .moved, stage: stage, room: room)
                let record = try filing.stepInLoop(step, of: person, at: min(at, filing.now))
                return ThingFiled(subject: .place(place), undo: record.id)
            }
        })

    private static func stageField(_ context: ThingFormContext, _ reading: Reading, optional: Bool) -> FormField {
        let stages = context.stages.map { Option($0.rawValue, reading.words($0.words)) }
        return FormField(
            name: "stage", kind: .choice((optional ? [Option("", reading.words("loop.left"))] : []) + stages), isRequired: !optional,
            value: optional ? "" : stages.first?.value ?? "")
    }

    private static func reference(_ context: ThingFormContext) -> Reference<Place> { Reference(rawValue: context.view?.subject.number ?? 0) }
}

extension OperationsDesk {
    func placePanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard let place = view.dossier.founding(Place.self) else { return [] }
        let shelf = operations.policies
        let policy = try shelf.edition(at: view.asOf, in: place.value.territory)
        let reference = Reference<Place>(rawValue: view.subject.number)
        var panels = [rulesPanel(place.value, policy), try countPanel(reference, place.value, policy, view.asOf, reader)]
        let members = view.dossier.loop { (try? shelf.edition(at: $0, in: place.value.territory)) ?? policy }
        if !members.isEmpty { panels.append(try loopPanel(members, view.asOf, reader)) }
        return panels.filter { !$0.lines.isEmpty || !$0.people.isEmpty }
    }

    private func rulesPanel(_ place: Place, _ policy: Policy) -> ThingPanel {
        var panel = ThingPanel(title: LocalizedText(zh: "须落实的措施", en: "What must be done here"))
        if let key = policy.places.key[place.placeClass] {
            let measures = PlaceMeasure.allCases.filter(key.measures.contains).map(\.words)
            panel.add(
                "措施", "Measures", LocalizedText(zh: measures.map(\.zh).joined(separator: "、"), en: measures.map(\.en).joined(separator: ", ")))
            if let hours = key.certificate {
                panel.add("核酸证明", "Certificate", LocalizedText(zh: "\(hours.count)小时内", en: "not older than \(hours.count) h"))
            }
            let closed = ZoneLevel.allCases.filter(key.closedIn.contains).compactMap { policy.zones.levels[$0]?.label }
            if !closed.isEmpty {
                panel.add(
                    "关闭于", "Closed in", LocalizedText(zh: closed.map(\.zh).joined(separator: "、"), en: closed.map(\.en).joined(separator: ", ")))
            }
        }
        if let special = policy.places.special[place.placeClass] {
            let yes = LocalizedText(zh: "是", en: "yes")
            let no = LocalizedText(zh: "否", en: "no")
            panel.add("闭环管理", "Closed loop", special.closedLoop ? yes : no)
            panel.add("允许探视", "Visitors", special.visitors ? yes : no)
            panel.add("物品消毒", "Goods disinfected", special.disinfectGoods ? yes : no)
            for stage in special.shift?.stages ?? [] {
                panel.add(
                    stage.kind.words.zh, stage.kind.words.en,
                    LocalizedText(
                        zh: "\(stage.days.count)天" + (stage.tests.isEmpty ? "" : "，第\(stage.tests.map { "\($0)" }.joined(separator: "、"))天检测"),
                        en: "\(stage.days.count) days"
                            + (stage.tests.isEmpty ? "" : ", tests on days \(stage.tests.map { "\($0)" }.joined(separator: ", "))")))
            }
        }
        return panel
    }

    private func countPanel(
        _ reference: Reference<Place>, _ place: Place, _ policy: Policy, _ moment: Instant, _ reader: Reader
    ) throws -> ThingPanel {
        var panel = ThingPanel(title: LocalizedText(zh: "场所码", en: "By the place code"))
        let share = policy.places.key[place.placeClass]?.occupancy ?? policy.gatherings.enclosedShare
        let cap = place.ratedCapacity.map { capacity in share.map { Int(Double(capacity) * $0 / 100) } ?? capacity }
        if let cap { panel.add("限流", "At most inside", Words.grouped(cap)) }
        if let occupancy = try reader.occupancy(of: reference) {
            let isStale = occupancy.isStale(at: moment, after: policy.gatherings.staleAfter)
            panel.add(
                "现有人数", "Inside now",
                LocalizedText(
                    zh: Words.grouped(occupancy.inside) + (isStale ? "（已过时，\(shown(occupancy.countedAt).zh)）" : ""),
                    en: Words.grouped(occupancy.inside) + (isStale ? " (stale, counted \(shown(occupancy.countedAt).en))" : "")),
                isLate: cap.map { occupancy.inside > $0 } ?? false)
            let visitors = try reader.visitors(of: reference, from: moment - .hours(24), until: moment)
            panel.add("24小时内到访", "Visitors in 24 hours", Words.grouped(visitors.total))
            panel.people = try Set(visitors.visible.map(\.person)).sorted().prefix(50).compactMap { try tag(of: $0, reader) }
        }
        return panel
    }

    func loopPanel(_ members: [LoopMember], _ moment: Instant, _ reader: Reader) throws -> ThingPanel {
        var panel = ThingPanel(title: LocalizedText(zh: "闭环人员", en: "People of the closed loop"))
        for member in members {
            let name = try tag(of: member.person, reader)?.name ?? "–"
            let breaches = member.steps.count { $0.value.kind == .seenOutside }
            let away = member.expected == nil ? LocalizedText(zh: "已离开", en: "has left") : LocalizedText(zh: "待进入", en: "expected")
            let stage = member.stage?.kind.words ?? away
            let until = (member.until ?? member.expected).map(shown)
            panel.add(
                name, name,
                LocalizedText(
                    zh: stage.zh + (until.map { "，至\($0.zh)" } ?? "") + (breaches > 0 ? "，闭环外出现\(breaches)次" : ""),
                    en: stage.en + (until.map { ", until \($0.en)" } ?? "") + (breaches > 0 ? ", seen outside \(breaches) times" : "")),
                isLate: ((member.until ?? member.expected).map { $0 < moment } ?? false) || breaches > 0)
        }
        return panel
    }
}
