import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

import struct Exchange.ReportCard

/// A person's page.
extension OperationsDesk {
    func person(_ viewer: Viewer, _ lens: Lens, _ id: PersonID) async throws -> PersonPage.Content? {
        guard let view = try await operations.person(id, scope: scope(of: viewer), asOf: lens.asOf) else { return nil }
        // Who is linked only to a territory the account no longer holds was refused above; tags of the others are read in scope again.
        let others = Array(Set(view.meetings.map(\.other)))
        let tags = try await read(viewer) { reader in
            Dictionary(try others.compactMap { try tag(of: $0, reader) }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let newest = view.entries.last?.record.id
        var seen: FactID?
        if lens.asOf == nil, let newest { seen = await looks.see(newest, of: id, by: viewer.account.id) }
        // Who opens the page sees first what they may do something about.
        let next = view.next { obligation in FormKind.meeting(obligation).map { viewer.permissions.contains($0.permission) } ?? false }
        return content(view, next: next, tags: tags, seen: seen, isPast: lens.asOf != nil)
    }

    func reveal(_ viewer: Viewer, _ id: PersonID, _ purpose: String) async throws -> (tag: PersonTag, identity: Identity)? {
        do {
            return try await operations.store.write(author(viewer, purpose: purpose)) { writer in
                guard let tag = try tag(of: id, writer) else { return nil }
                return (tag, try writer.reveal(id, purpose: purpose))
            }
        } catch StoreError.outsideScope, StoreError.notFound {
            return nil
        } catch StoreError.forgotten {
            throw Refusal.forbidden(LocalizedText(zh: "该人员的身份信息已依法销毁。", en: "The identity of this person was destroyed."))
        }
    }

    func reportCard(_ viewer: Viewer, _ id: PersonID, _ purpose: String) async throws -> (tag: PersonTag, card: ReportCard)? {
        do {
            guard let card = try await operations.reportCard(of: id, purpose: purpose, as: author(viewer, purpose: purpose)) else { return nil }
            return try await read(viewer) { reader in try tag(of: id, reader).map { ($0, card) } }
        } catch StoreError.outsideScope, StoreError.notFound {
            return nil
        } catch StoreError.forgotten {
            throw Refusal.forbidden(LocalizedText(zh: "该人员的身份信息已依法销毁。", en: "The identity of this person was destroyed."))
        }
    }

    func releaseNotice(_ viewer: Viewer, _ id: PersonID, _ purpose: String) async throws -> ReleaseNoticeShown? {
        do {
            guard let notice = try await operations.releaseNotice(of: id, purpose: purpose, as: author(viewer, purpose: purpose)) else { return nil }
            return try await read(viewer) { reader in
                try tag(of: id, reader).map { ReleaseNoticeShown(tag: $0, notice: notice, territory: names[notice.territory]) }
            }
        } catch StoreError.outsideScope, StoreError.notFound {
            return nil
        } catch StoreError.forgotten {
            throw Refusal.forbidden(LocalizedText(zh: "该人员的身份信息已依法销毁。", en: "The identity of this person was destroyed."))
        }
    }

    private func content(_ view: PersonView, next: ObligationView?, tags: [PersonID: PersonTag], seen: FactID?, isPast: Bool) -> PersonPage.Content {
        let (standing, person) = (view.standing, view.dossier.person?.value)
        let territory = view.listing?.territory ?? person?.residence ?? operations.policies.root
        var tag = tag(view.dossier.id, view.identity, view.listing)
        tag.standings = standings(of: view)
        return PersonPage.Content(
            person: tag, document: view.identity.documentNumber, phone: view.identity.phone, sex: person?.sex,
            age: person?.birthDate.map { age(born: $0, at: view.asOf) },
            groups: SpecialGroup.allCases.filter { person?.groups.contains($0) ?? false },
            occupation: person?.occupation, residence: names[person?.residence ?? territory], territory: names[territory],
            version: view.entries.last?.record.id.rawValue ?? 0, control: control(view), demanded: standing.demand?.mode,
            next: next.map { item($0, subject: tag) },
            calendar: calendar(view),
            exposures: view.meetings.compactMap { meeting in
                tags[meeting.other].map { PersonPage.Exposed(other: $0, isExposedTo: meeting.isExposedTo, exposure: meeting.exposure) }
            }, timeline: timeline(view, seen: seen, isPast: isPast), obligations: view.obligations.map { item($0, subject: tag) },
            hasCase: !view.dossier.cases.isEmpty, release: isPast ? nil : view.lastRelease?.obligation.fulfilment?.at,
            hasOpenCase: standing.infection.map { $0.outcome == nil } ?? false,
            isContact: standing.contact != nil,
            hasArrival: standing.arrival != nil, hasOpenStay: standing.stay != nil,
            isAtHome: standing.stay?.value.mode == .homeIsolation, team: view.dossier.homeTeam(at: view.asOf),
            isInTransfer: standing.transfers.contains(where: \.isOpen),
            loop: standing.contact.map { ClosedLoop(of: view.dossier, contactSince: $0.since) },
            unseen: seen.map { seen in view.entries.count { $0.record.id > seen } } ?? 0, topic: live.name(of: .subject(.person(view.dossier.id))))
    }

    /// What the person was at the moment the page speaks of, which lists, being of the present, do not tell.
    private func standings(of view: PersonView) -> [PersonTag.Standing] {
        let standing = view.standing
        var standings: [PersonTag.Standing] = []
        if let infection = standing.infection {
            standings.append(.infection(infection.kind, label: infection.report.label))
            if infection.outcome == .recovered { standings.append(.released) }
        }
        if let contact = standing.contact, standing.infection == nil {
            standings.append(.contact(contact.degree, ofCases: Set(contact.indices).count))
            if standing.demand == nil, standing.stay == nil, view.next() == nil { standings.append(.released) }
        }
        if let arrival = standing.arrival { standings.append(.arrival(arrival.value.risk)) }
        if let post = standing.post { standings.append(.post(postName(post.postClass))) }
        if standing.diedAt != nil { standings.append(.died) }
        return standings
    }

    private func age(born: CivilDate, at moment: Instant) -> Int {
        let (then, now) = (born.components, zone.date(of: moment).components)
        return now.year - then.year - ((now.month, now.day) < (then.month, then.day) ? 1 : 0)
    }

    private func control(_ view: PersonView) -> PersonPage.Control? {
        let (stay, demand) = (view.standing.stay, view.standing.demand)
        guard let stay else { return nil }
        let course = view.course(in: zone)
        let isShort = demand.map { $0.mode > stay.value.mode } ?? false
        let site = [stay.value.site, stay.value.room].compactMap(\.self).joined(separator: " · ")
        return PersonPage.Control(
            mode: stay.value.mode, site: site.isEmpty ? nil : site, since: stay.happenedAt, day: course?.day, of: course?.of,
            release: demand?.until, because: view.holds.map { text($0) }, required: isShort ? demand?.mode : nil)
    }

    private func text(_ hold: PersonView.Hold) -> LocalizedText {
        switch hold {
        case .stage(let reason, let number, let anchor, let end):
            let (from, until, days) = (Day(anchor), Day(zone.date(of: end)), (zone.date(of: end) - anchor).count)
            return LocalizedText(
                zh: "\(reason.cause.zh)，第\(number)阶段自\(from.zh)起算\(days)天，\(until.zh)期满",
                en:
                    "\(reason.cause.en.prefix(1).lowercased() + reason.cause.en.dropFirst()): stage \(number) is \(days) days from \(from.en) and ends on \(until.en)"
            )
        case .negative(let day, let due):
            let by = due.map { Day(zone.date(of: $0 - .minutes(1))) }
            return LocalizedText(
                zh: (day.map { "第\($0)天" } ?? "") + "核酸阴性结果尚缺" + (by.map { "（\($0.zh)前）" } ?? ""),
                en: "a negative result " + (day.map { "of day \($0) " } ?? "") + "is still missing" + (by.map { " (by \($0.en))" } ?? ""))
        case .discharge: return LocalizedText(zh: "尚未满足出院条件", en: "the conditions of discharge do not hold yet")
        }
    }
}

/// The calendar strip and the timeline.
extension OperationsDesk {
    /// Days shown on either side of today at most.
    private static let reach = 24

    private func calendar(_ view: PersonView) -> PersonPage.Calendar? {
        let today = zone.date(of: view.asOf)
        var stages: [PersonPage.Calendar.Stage] = view.dossier.stays.map { stay in
            PersonPage.Calendar.Stage(
                mode: stay.value.mode, from: zone.date(of: stay.happenedAt), until: min(stay.value.until.map(zone.date(of:)) ?? today, today),
                isKept: true)
        }
        for view in view.obligations where view.obligation.kind == .stage {
            guard let mode = view.mode, let due = view.obligation.due else { continue }
            stages.append(
                PersonPage.Calendar.Stage(
                    mode: mode, from: zone.date(of: view.obligation.opens), until: zone.date(of: due), isKept: false))
        }
        let tests = tests(view)
        let dates = stages.flatMap { [$0.from, $0.until] } + tests.map(\.date)
        guard let least = dates.min(), let greatest = dates.max() else { return nil }
        let first = max(min(least, today), today - Days(OperationsDesk.reach))
        let last = min(max(greatest, today), today + Days(OperationsDesk.reach))
        return PersonPage.Calendar(
            first: first, days: (last - first).count + 1, stages: stages, tests: tests.filter { $0.date >= first && $0.date <= last })
    }

    private func tests(_ view: PersonView) -> [PersonPage.Calendar.Test] {
        let moment = view.asOf
        var tests: [PersonPage.Calendar.Test] = []
        for view in view.obligations where view.obligation.kind == .test && view.obligation.fulfilment == nil {
            let obligation = view.obligation
            // A test stands on the day on which it can be taken: the day it opens, today while it is open, its last day once that is over.
            let first = zone.date(of: obligation.opens)
            let last = obligation.due.map { max(first, zone.date(of: $0 - .minutes(1))) } ?? first
            switch obligation.state(at: moment) {
            case .missed: tests.append(.init(date: last, state: .missed))
            case .overdue: tests.append(.init(date: last, state: .overdue))
            case .open, .pressing:
                let today = max(first, zone.date(of: moment))
                tests.append(.init(date: obligation.due == nil ? today : min(today, last), state: .due))
            case .upcoming, .metInTime, .metLate: tests.append(.init(date: first, state: .due))
            }
        }
        for specimen in view.dossier.specimens where specimen.value.kind != .environment {
            let results = view.dossier.results.filter { $0.value.specimen == specimen.id }
            let state: PersonPage.Calendar.Test.State =
                results.isEmpty ? .waiting : results.contains { $0.value.outcome == .positive } ? .positive : .negative
            tests.append(.init(date: zone.date(of: specimen.happenedAt), state: state))
        }
        return tests
    }

    private func timeline(_ view: PersonView, seen: FactID?, isPast: Bool) -> [PersonPage.Entry] {
        let superseded = Set(view.entries.compactMap(\.supersedes))
        return view.entries.sorted { ($0.record.happenedAt, $0.record.id) > ($1.record.happenedAt, $1.record.id) }.map { entry in
            let record = entry.record
            return PersonPage.Entry(
                id: record.id, entity: record.entity, happenedAt: record.happenedAt, knownAt: record.knownAt, fact: record.fact,
                isWithdrawn: record.isWithdrawn, isSuperseded: superseded.contains(record.id), source: SourceName.of(entry.source),
                recorder: entry.recorder.flatMap { view.recorders[$0] } ?? "", reason: entry.reason,
                isUnseen: seen.map { record.id > $0 } ?? false, canCorrect: !isPast, places: places(record.fact))
        }
    }

    private func places(_ fact: Fact) -> [TerritoryCode: LocalizedText] {
        let codes: [TerritoryCode?] =
            switch fact {
            case .person(let person): [person.residence, person.location]
            case .caseReport(let report): [report.territory]
            case .exposure(let exposure): [exposure.territory]
            case .stay(let stay): [stay.territory]
            case .transfer(let transfer): [transfer.from, transfer.to]
            case .arrival(let arrival): [arrival.destination, arrival.originTerritory]
            case .act(let act): [act.territory]
            case .post(let post): [post.territory]
            default: []
            }
        return Dictionary(codes.compactMap(\.self).map { ($0, names[$0]) }, uniquingKeysWith: { first, _ in first })
    }
}

/// The notice of a release with what names its page.
struct ReleaseNoticeShown: Sendable {
    var tag: PersonTag
    var notice: ReleaseNotice
    var territory: LocalizedText
}

/// A day in both languages, short.
struct Day {
    let zh: String
    let en: String

    init(_ date: CivilDate) {
        let (_, month, day) = date.components
        zh = "\(month)月\(day)日"
        en = "\(day) " + ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }
}
