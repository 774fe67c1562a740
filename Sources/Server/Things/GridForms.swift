import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// What can be recorded about grids and the households of a village (measure 9): both are territories.
enum GridForms {
    static let all: [ThingForm] = [households, lay, shift, call]

    /// The households of a village, a line each: building, door, and why somebody there needs looking after.
    private static let households = ThingForm(
        name: "householdsRecord", kind: .territory, permission: .keepGrids, founds: true, isListed: false,
        fieldNames: ["villageCode", "doors", "at"],
        fields: { context, reading in
            let village = context.territory.ancestor(at: .village)?.digits ?? context.territory.digits
            return [.text("villageCode", isRequired: true, value: village), .area("doors", isRequired: true), .at(reading)]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let village = reader.code("villageCode", at: .village)
            let doors = reader.doors("doors", of: village)
            return { filing in
                try filing.registerHouseholds(doors, at: min(at, filing.now))
                return ThingFiled(subject: .territory(village), undo: nil)
            }
        })

    /// Lays a grid out, or out anew.
    private static let lay = ThingForm(
        name: "gridLay", kind: .territory, permission: .keepGrids, founds: true, isListed: false, meets: ["gridMap"],
        fieldNames: ["gridCode", "gridName", "buildings", "gridTeam", "at"],
        fields: { context, reading in
            [
                .text("gridCode", isRequired: true, value: context.territory.digits), .text("gridName", isRequired: true),
                .area("buildings", isRequired: true), .area("gridTeam"), .at(reading),
            ]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let code = reader.code("gridCode", at: .grid)
            let name = reader.text("gridName", required: true) ?? ""
            let buildings = reader.names("buildings", required: true)
            // The first name is the head's.
            let team = reader.names("gridTeam").enumerated().map { position, name in
                Grid.Member(part: (position == 0 ? CommunityRules.TeamMember.gridHead : .volunteer).rawValue, name: name)
            }
            return { filing in
                try filing.layGrid(Grid(territory: code, name: name, buildings: buildings, team: team), at: min(at, filing.now))
                return ThingFiled(subject: .territory(code), undo: nil)
            }
        })

    /// Puts the head of a grid on duty, the same hours on several days.
    private static let shift = ThingForm(
        name: "gridShift", kind: .territory, permission: .keepGrids, meets: ["gridDuty"], fieldNames: ["gridHolder", "dutyFrom", "dutyDays"],
        isOffered: { isGrid($0) },
        fields: { context, reading in
            let head = context.view?.dossier.all(Grid.self).first?.value.team.first?.name ?? ""
            let start = context.obligation?.obligation.due ?? reading.now
            return [
                .text("gridHolder", isRequired: true, value: head),
                FormField(name: "dutyFrom", kind: .moment, isRequired: true, value: reading.moments.fieldValue(start)),
                FormField(name: "dutyDays", kind: .number, isRequired: true, value: "1"),
            ]
        },
        read: { reader, context in
            let holder = reader.text("gridHolder", required: true) ?? ""
            let from = reader.deadline("dutyFrom", after: .distantPast)
            if from == nil, reader.errors["dutyFrom"] == nil { reader.errors["dutyFrom"] = reader.words("field.required") }
            let days = reader.number("dutyDays", 1...31) ?? 1
            guard case .territory(let grid) = context.view?.subject else { return { _ in throw OperationError.notFound } }
            return { filing in
                let begins = from ?? filing.now
                let shifts = (0..<days).map { day in
                    Shift(
                        territory: grid, function: "gridHead", begins: begins + .hours(24 * day), until: begins + .hours(24 * (day + 1)),
                        holder: holder)
                }
                let records = try filing.planShifts(shifts, at: filing.now)
                return ThingFiled(subject: .territory(grid), undo: records.count == 1 ? records[0].id : nil)
            }
        })

    /// A call on a household that needs looking after.
    private static let call = ThingForm(
        name: "careCall", kind: .territory, permission: .callAtDoors, meets: ["vulnerableEvery"],
        fieldNames: ["door", "callOutcome", "remark", "at"], isOffered: { !vulnerable($0).isEmpty },
        fields: { context, reading in
            let doors = vulnerable(context)
            let asked = context.obligation.map { Int64($0.obligation.id.ordinal / 100_000) }
            return [
                FormField(
                    name: "door", kind: .choice(doors.map { Option("\($0.id.rawValue)", $0.value.place) }), isRequired: true,
                    value: "\(asked ?? doors.first?.id.rawValue ?? 0)"),
                .choice("callOutcome", HouseholdVisit.Outcome.allCases) { reading.words("call.\($0.rawValue)") }, .area("remark"), .at(reading),
            ]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let door = reader.thing("door") ?? 0
            let outcome: HouseholdVisit.Outcome = reader.choice("callOutcome") ?? .met
            let remark = reader.text("remark")
            return { filing in
                let record = try filing.callOnHousehold(Reference(rawValue: door), outcome, remark: remark, at: min(at, filing.now))
                return ThingFiled(subject: record.subject, undo: record.id)
            }
        })

    /// A form of headquarters, which grids have none of.
    static func exceptGrids(_ form: ThingForm) -> ThingForm {
        var form = form
        let isOffered = form.isOffered
        form.isOffered = { !isGrid($0) && isOffered($0) }
        return form
    }

    private static func isGrid(_ context: ThingFormContext) -> Bool {
        if case .territory(let code) = context.view?.subject { code.level == .grid } else { false }
    }

    private static func vulnerable(_ context: ThingFormContext) -> [Recorded<Household>] {
        context.view?.dossier.all(Household.self).filter { !($0.value.care ?? []).isEmpty } ?? []
    }
}

extension Household {
    /// The building and the door, as people on the stair name it.
    var place: String { [building, door].compactMap(\.self).joined(separator: " ") }
}

extension ReadsFields {
    /// Names, one a line or separated by commas.
    mutating func names(_ name: String, required: Bool = false) -> [String] {
        let names = (text(name, required: required) ?? "").split { "，,、;；\n\r".contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }
        if required, names.isEmpty, errors[name] == nil { errors[name] = words("field.required") }
        return names
    }

    /// Households, a line each: building, door, then why somebody there needs looking after, in either language's word or by key.
    mutating func doors(_ name: String, of village: TerritoryCode) -> [Household] {
        guard let text = text(name, required: true) else { return [] }
        var households: [Household] = []
        for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split { $0.isWhitespace || ",，;；".contains($0) }.map(String.init)
            guard !parts.isEmpty else { continue }
            let groups = CommunityRules.VulnerableGroup.allCases
            let care = parts.dropFirst(2).map { word in
                groups.first { $0.rawValue == word || words(vulnerable: $0) == word }?.rawValue
            }
            guard parts.count >= 2, !care.contains(nil) else {
                let accepted = groups.map { words(vulnerable: $0) }.joined(separator: " ")
                errors[name] = words("field.notDoor", ["n": "\(number + 1)", "accepted": accepted])
                return []
            }
            households.append(
                Household(territory: village, members: [], building: parts[0], door: parts[1], care: care.compactMap(\.self)))
        }
        return households
    }

    private func words(vulnerable group: CommunityRules.VulnerableGroup) -> String { words("vulnerable.\(group.rawValue)") }
}

extension OperationsDesk {
    /// Whom a grid answers for at home, with the team of each.
    func homePanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard case .territory(let code) = view.subject, code.level == .grid else { return [] }
        var panel = ThingPanel(title: LocalizedText(zh: "居家隔离人员", en: "People isolated at home"))
        for (person, team) in try reader.answeredFor(by: view) {
            guard let tag = try tag(of: person, reader) else { continue }
            panel.people.append(tag)
            let names = team.members.map(\.name).joined(separator: "、")
            panel.notes[person] = LocalizedText(zh: "包保：\(names)", en: "answered for by \(names)")
        }
        panel.add("人数", "People", "\(panel.people.count)")
        return [panel]
    }
}
