import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Meetings of a headquarters with its venues (measure 8): who was called, who attended, what was decided, which orders followed.
enum MeetingForms {
    static let record = ThingForm(
        name: "meetingRecord", kind: .territory, permission: .keepRoster,
        fieldNames: ["meetingTitle", "chair", "venues", "attended", "minutes", "at"], isOffered: { !below($0).isEmpty },
        fields: { context, reading in
            let venues = below(context).map { Option($0.code.digits, reading.words($0.name)) }
            return [
                .text("meetingTitle", isRequired: true), .text("chair"),
                FormField(name: "venues", kind: .set(venues), isRequired: true, chosen: venues.map(\.value)),
                FormField(name: "attended", kind: .set(venues), chosen: venues.map(\.value)), .area("minutes"), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let attended = reader.input.all("attended").compactMap(TerritoryCode.init)
            let meeting = CommandMeeting(
                title: reader.text("meetingTitle", required: true) ?? "", chair: reader.text("chair"), venues: reader.territories("venues"),
                attended: attended, minutes: reader.text("minutes"))
            if let stranger = attended.first(where: { !meeting.venues.contains($0) }) {
                let name = context.territories.first { $0.code == stranger }.map { reader.words($0.name) } ?? stranger.digits
                reader.errors["attended"] = reader.words("meeting.notCalled", ["place": name])
            }
            return { filing in
                guard case .territory(let territory) = context.view?.subject else { throw OperationError.notFound }
                let record = try filing.record(meeting, of: territory, at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })

    /// The territories right below the headquarters.
    private static func below(_ context: ThingFormContext) -> [(code: TerritoryCode, name: LocalizedText)] {
        guard case .territory(let code) = context.view?.subject, code.level < .township else { return [] }
        return context.territories.filter { $0.code.parent == code }
    }
}

extension OperationsDesk {
    /// How long a meeting is told of, and offered where an order is issued.
    static let meetingsToldFor = Span.hours(24 * 7)

    /// The last meetings: when, under whom, who attended and who did not, which orders followed.
    func meetingPanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard case .territory(let code) = view.subject else { return [] }
        let meetings = view.dossier.all(CommandMeeting.self).filter { $0.happenedAt > view.asOf - OperationsDesk.meetingsToldFor }
        guard !meetings.isEmpty else { return [] }
        let orders = try ordersFromMeetings(of: code, reader)
        var panel = ThingPanel(title: LocalizedText(zh: "会议", en: "Meetings"))
        for meeting in meetings.reversed().prefix(5) {
            let (value, absent) = (meeting.value, meeting.value.absent.map { names[$0] })
            let began = shown(meeting.happenedAt)
            // What was decided ends as a sentence; here more follows.
            let minutes = value.minutes.map { $0.last.map("。.".contains) == true ? String($0.dropLast()) : $0 }
            let own = orders.filter { $0.meeting?.rawValue == meeting.id.rawValue }.map(\.title)
            let zh =
                ["\(value.attended.count)/\(value.venues.count)个分会场参会", absent.isEmpty ? nil : "缺席：\(absent.map(\.zh).joined(separator: "、"))"]
                + [value.chair.map { "\($0)主持" }, minutes] + own.map { "指令《\($0)》" }
            let en =
                [
                    "\(value.attended.count) of \(value.venues.count) venues",
                    absent.isEmpty ? nil : "absent: \(absent.map(\.en).joined(separator: ", "))",
                ]
                + [value.chair.map { "chaired by \($0)" }, minutes] + own.map { "order “\($0)”" }
            panel.lines.append(
                ThingPanel.Line(
                    label: LocalizedText(zh: "\(began.zh) \(value.title)", en: "\(began.en) \(value.title)"),
                    value: LocalizedText(
                        zh: zh.compactMap(\.self).joined(separator: "；"), en: en.compactMap(\.self).joined(separator: "; ")),
                    isLate: !absent.isEmpty))
        }
        return [panel]
    }

    private func ordersFromMeetings(of code: TerritoryCode, _ reader: Reader) throws -> [Directive] {
        try reader.things(ThingListQuery(kind: .directive, territory: code, part: .seat, isOwn: true, limit: 100)).rows.compactMap { row in
            let records = try reader.entries(about: row.subject).map(\.record)
            let order = ThingDossier(subject: row.subject, records: records, surroundings: [], asOf: now).founding(Directive.self)?.value
            return order?.meeting == nil ? nil : order
        }
    }

    /// The meetings of the last days from which an order can come.
    func meetings(of territory: TerritoryCode, _ reader: Reader) throws -> [(id: Int64, label: LocalizedText)] {
        let subject = Subject.territory(territory)
        guard try reader.canSee(subject) else { return [] }
        let dossier = ThingDossier(subject: subject, records: try reader.entries(about: subject).map(\.record), surroundings: [], asOf: now)
        return dossier.all(CommandMeeting.self).filter { $0.happenedAt > now - OperationsDesk.meetingsToldFor }.reversed().map { meeting in
            let began = shown(meeting.happenedAt)
            return (meeting.id.rawValue, LocalizedText(zh: "\(began.zh) \(meeting.value.title)", en: "\(began.en) \(meeting.value.title)"))
        }
    }
}
