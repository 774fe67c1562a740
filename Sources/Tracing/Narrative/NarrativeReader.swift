import Vocabulary

/// Reads an investigation's text, Chinese or English, into the spans that mean something and a proposed timeline, to be confirmed point by
/// point.
///
/// ```swift
/// let narrative = NarrativeReader().read("3月11日乘坐G1234次列车(05车12F)从长沙返回岳阳，3月12日到岳阳市一医院就诊。")
/// narrative.spans      // 3月11日, 长沙, 岳阳, 3月12日, 岳阳市一医院
/// narrative.events     // 3月11日: train G1234, coach 5, seat 12F, 长沙 → 岳阳; 3月12日: 岳阳市一医院
/// ```
///
/// Rules and a list of divisions, no trained model: what it finds can be told from the words, and a missing name can be added. Order
/// matters: dates first, then institutions, whose names contain places, then places.
public struct NarrativeReader: Sendable {
    private let lexicon: PlaceLexicon

    /// A reader that knows China's divisions down to the county.
    public init() {
        lexicon = PlaceLexicon.standard
    }

    /// Reads a text. Linear in its length.
    ///
    /// - Parameter year: The year of dates that name none, if known.
    public func read(_ text: String, year: Int? = nil) -> Narrative {
        var scalars = NarrativeText(text)
        let dates = DateGrammar.find(in: scalars)
        for date in dates { scalars.take(date.range) }
        let transports = TransportGrammar.find(in: scalars)
        for transport in transports where transport.transport.number != nil { scalars.take(transport.range) }
        let institutions = InstitutionGrammar.find(in: scalars)
        for institution in institutions { scalars.take(institution.range) }
        let english = EnglishPlaces.find(in: scalars)
        for name in english { scalars.take(name.range) }
        let places = PlaceGrammar(lexicon: lexicon).find(in: scalars) + english.filter { !$0.isHospital }.map(\.range)

        var spans: [NarrativeSpan] = []
        func add(_ range: Range<Int>, _ label: NarrativeSpan.Label) {
            spans.append(NarrativeSpan(start: range.lowerBound, end: range.upperBound, label: label, text: scalars.words(range)))
        }
        for (position, date) in dates.enumerated() {
            let next = position + 1 < dates.count ? dates[position + 1].range.lowerBound : scalars.count
            add(date.range, NarrativeRoles.time(date.range, next: next, scalars))
        }
        for institution in institutions { add(institution.range, institution.isHospital ? .hospital : .otherInstitution) }
        for name in english where name.isHospital { add(name.range, .hospital) }
        for place in places { add(place, NarrativeRoles.place(place, scalars)) }
        spans.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        // In an event the roles are those of its leg, in the spans those of the whole text.
        let events = NarrativeTimeline.events(spans, dates, transports, scalars, year: year)
        NarrativeRoles.settleLegs(&spans)
        return Narrative(spans: spans, events: events)
    }
}

/// What a text says.
public struct Narrative: Hashable, Sendable, Codable {
    /// Its spans, in order.
    public var spans: [NarrativeSpan]
    /// A proposed timeline, in the order of the text.
    public var events: [NarrativeEvent]
}

/// A proposed point of a timeline: what a sentence says of one date.
public struct NarrativeEvent: Hashable, Sendable, Codable {
    /// The day, where the text or the texts before it say which; `--03-11` where the year is not known.
    public var date: String?
    /// The last day, if the text speaks of several.
    public var until: String?
    /// The time of day, `20:30` or `20`.
    public var time: String?
    /// The time of day of the end, where the text gives one.
    public var untilTime: String?
    /// What the date is, in its role.
    public var role: NarrativeSpan.Label?
    /// The places, in the order of the text, with their roles.
    public var places: [NarrativeSpan]
    /// Hospitals and other institutions.
    public var institutions: [NarrativeSpan]
    /// Flights, trains and other vehicles, with coach and seat.
    public var transports: [NarrativeTransport]
    /// People met or travelled with, in the text's words.
    public var people: [String]
    /// The stretch of the text that says so.
    public var start: Int
    /// Behind its last scalar.
    public var end: Int
    /// Its words.
    public var text: String
}
