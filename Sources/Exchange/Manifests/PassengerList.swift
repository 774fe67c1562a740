import Register
import Vocabulary

/// Who is on board, as carriers send it: the passenger list message of UN/EDIFACT (PAXLST, directory D.02B; WCO/IATA/ICAO API guidelines).
public struct PassengerList: Hashable, Sendable {
    /// Who sent it.
    public var sender: String
    /// The flight, train or voyage.
    public var transportNumber: String
    /// The vehicle, by the mode of transport (UN/EDIFACT 8067); an aircraft where none is stated, nil of one whose kind a list cannot tell.
    public var vehicle: VehicleKind? = .aircraft
    /// The last place before the border (LOC 125), by its code, and when it was left (DTM 189).
    public var departure: Call
    /// The first place behind it (LOC 87) and when it is reached (DTM 232).
    public var arrival: Call
    /// Passengers and crew that could be read.
    public var people: [Listed]
    /// Those that could not, with the reason.
    public var rejected: [Rejection]
    /// How many the message says it lists (CNT 42 and 41); nil where it does not.
    public var declared: Int?

    /// A place called at.
    public struct Call: Hashable, Sendable {
        /// IATA or UN code.
        public var place: String
        /// In the place's own civil time, as lists write it.
        public var time: CivilTime?

        /// A place with the time there.
        public init(place: String, time: CivilTime? = nil) {
            self.place = place
            self.time = time
        }
    }

    /// Somebody on board.
    public struct Listed: Hashable, Sendable {
        /// Whether as crew.
        public var isCrew: Bool
        /// Family name.
        public var family: String
        /// Given names.
        public var given: String
        /// Sex, if stated.
        public var sex: Sex?
        /// Day of birth.
        public var birthDate: CivilDate?
        /// Nationality, three letters.
        public var nationality: String?
        /// Number of the travel document.
        public var document: String?
        /// Kind of the document: P passport, I identity card, V visa.
        public var documentKind: String?
        /// Seat.
        public var seat: String?
        /// Where the person came on board, if elsewhere than the departure.
        public var embarked: String?
        /// The segment that begins the person, from 1.
        public var segment: Int
    }

    /// Somebody on board whose entry says too little or something that cannot be.
    public struct Rejection: Hashable, Sendable {
        /// The segment at fault, from 1.
        public var segment: Int
        /// Its line, from 1.
        public var line: Int
        /// What stands there.
        public var found: String
        /// What would be accepted.
        public var expected: LocalizedText

        /// In a sentence.
        public var text: LocalizedText {
            LocalizedText(
                zh: "第\(line)行第\(segment)段：“\(found)”；应为\(expected.zh)", en: "line \(line), segment \(segment): “\(found)”; expected \(expected.en)")
        }
    }

    /// Why a message as a whole is no passenger list.
    public enum Failure: Error, Hashable, Sendable {
        /// Its syntax is broken.
        case syntax(Interchange.Failure)
        /// It is another message.
        case otherMessage(found: String, segment: Int)
        /// A segment without which nothing can be said is missing.
        case missing(String, meaning: LocalizedText)

        /// What is wrong.
        public var text: LocalizedText {
            switch self {
            case .syntax(let failure): failure.text
            case .otherMessage(let found, let segment):
                LocalizedText(zh: "第\(segment)段：报文类型为“\(found)”，应为PAXLST", en: "segment \(segment): the message is “\(found)”, expected PAXLST")
            case .missing(let tag, let meaning): LocalizedText(zh: "缺少\(tag)（\(meaning.zh)）", en: "\(tag) is missing (\(meaning.en))")
            }
        }
    }

    /// Reads a message. People are rejected one by one; nobody else is lost. Complexity: O(n).
    public init(_ bytes: [UInt8]) throws(Failure) {
        let segments: [Interchange.Segment]
        do throws(Interchange.Failure) { segments = try Interchange(bytes).segments } catch { throw .syntax(error) }
        guard let header = segments.first(where: { $0.tag == "UNH" }) else {
            throw .missing("UNH", meaning: LocalizedText(zh: "报文头", en: "the message's header"))
        }
        guard header.text(1) == "PAXLST" else { throw .otherMessage(found: header.text(1), segment: header.number) }
        sender = ""
        transportNumber = ""
        departure = Call(place: "")
        arrival = Call(place: "")
        people = []
        rejected = []
        var reader = Reader()
        for segment in segments { reader.read(segment, into: &self) }
        reader.finish(&self)
        guard !transportNumber.isEmpty else { throw .missing("TDT+20", meaning: LocalizedText(zh: "航班或车次", en: "the flight or train")) }
        guard !departure.place.isEmpty else { throw .missing("LOC+125", meaning: LocalizedText(zh: "出发地", en: "the place of departure")) }
        guard !arrival.place.isEmpty else { throw .missing("LOC+87", meaning: LocalizedText(zh: "到达地", en: "the place of arrival")) }
    }
}

extension PassengerList {
    /// Goes through the segments: those before the first person describe the journey, those after it the person.
    private struct Reader {
        private var current: Listed?
        private var faults: [Rejection] = []
        /// Which place the next time belongs to.
        private var lastPlace = ""

        mutating func read(_ segment: Interchange.Segment, into list: inout PassengerList) {
            switch (segment.tag, segment.text(0)) {
            case ("NAD", "MS"): list.sender = [segment.text(3), segment.text(3, 1), segment.text(1)].first { !$0.isEmpty } ?? ""
            case ("TDT", "20"), ("TDT", "34"):
                if list.transportNumber.isEmpty {
                    list.transportNumber = segment.text(1).filter { !$0.isWhitespace }
                    list.vehicle =
                        switch segment.text(2) {
                        case "", "4": .aircraft
                        case "1": .ship
                        default: nil
                        }
                }
            case ("NAD", "FL"), ("NAD", "FM"), ("NAD", "DDU"), ("NAD", "DDT"): begin(segment, into: &list)
            case ("CNT", "42"), ("CNT", "41"): count(segment, into: &list)
            case ("UNT", _): finish(&list)
            default:
                if current == nil { describe(segment, &list) } else { describePerson(segment) }
            }
        }

        private mutating func count(_ segment: Interchange.Segment, into list: inout PassengerList) {
            finish(&list)
            guard let number = Int(segment.text(0, 1)), (0...100_000).contains(number) else {
                list.rejected.append(
                    Rejection(
                        segment: segment.number, line: segment.line, found: segment.text(0, 1),
                        expected: LocalizedText(zh: "人数", en: "a number of people")))
                return
            }
            list.declared = (list.declared ?? 0) + number
        }

        private mutating func describe(_ segment: Interchange.Segment, _ list: inout PassengerList) {
            switch segment.tag {
            case "LOC":
                lastPlace = segment.text(0)
                let place = segment.text(1)
                if lastPlace == "125" { list.departure.place = place }
                if lastPlace == "87" { list.arrival.place = place }
            case "DTM":
                let time = PassengerList.time(segment.text(0, 1), format: segment.text(0, 2))
                if time == nil { fault(segment, segment.text(0, 1), LocalizedText(zh: "年月日时分，如2203191030", en: "a time such as 2203191030")) }
                if segment.text(0) == "189" { list.departure.time = time }
                if segment.text(0) == "232" { list.arrival.time = time }
                list.rejected += faults
                faults = []
            default: break
            }
        }

        private mutating func begin(_ segment: Interchange.Segment, into list: inout PassengerList) {
            finish(&list)
            let name = segment.elements.indices.contains(3) ? segment.elements[3] : []
            current = Listed(
                isCrew: segment.text(0) == "FM", family: name.first ?? "", given: name.dropFirst().filter { !$0.isEmpty }.joined(separator: " "),
                segment: segment.number)
            if (name.first ?? "").isEmpty {
                fault(segment, name.joined(separator: ":"), LocalizedText(zh: "第四个元素为姓名", en: "the name as the fourth element"))
            }
        }

        private mutating func describePerson(_ segment: Interchange.Segment) {
            switch (segment.tag, segment.text(0)) {
            case ("ATT", "2"): current?.sex = segment.text(2) == "M" ? .male : segment.text(2) == "F" ? .female : nil
            case ("DTM", "329"):
                let day = PassengerList.day(segment.text(0, 1))
                if day == nil, !segment.text(0, 1).isEmpty {
                    fault(segment, segment.text(0, 1), LocalizedText(zh: "出生日期，如880505", en: "a day of birth such as 880505"))
                }
                current?.birthDate = day
            case ("LOC", "178"): current?.embarked = segment.text(1)
            case ("NAT", "2"): current?.nationality = segment.text(1).isEmpty ? nil : segment.text(1)
            case ("RFF", "SEA"): current?.seat = segment.text(0, 1)
            case ("DOC", let kind) where current?.document == nil || kind == "P":
                let number = segment.text(1).filter { !$0.isWhitespace }
                if number.isEmpty {
                    fault(segment, "", LocalizedText(zh: "证件号码", en: "the document's number"))
                } else if number.utf8.count > 35 {
                    fault(segment, String(number.prefix(40)), LocalizedText(zh: "不超过35位的证件号码", en: "a document number of at most 35 characters"))
                } else {
                    current?.document = number
                    current?.documentKind = kind
                }
            default: break
            }
        }

        private mutating func fault(_ segment: Interchange.Segment, _ found: String, _ expected: LocalizedText) {
            faults.append(Rejection(segment: segment.number, line: segment.line, found: found, expected: expected))
        }

        mutating func finish(_ list: inout PassengerList) {
            if let person = current {
                if faults.isEmpty { list.people.append(person) } else { list.rejected += faults }
            }
            current = nil
            faults = []
        }
    }

    /// `YYMMDDHHMM` (format 201) or `CCYYMMDDHHMM` (203); the day alone (101, 102) at midnight.
    static func time(_ text: String, format: String) -> CivilTime? {
        let digits = Array(text)
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), [6, 8, 10, 12].contains(digits.count) else { return nil }
        let hasTime = digits.count >= 10
        let dayText = String(digits.prefix(digits.count - (hasTime ? 4 : 0)))
        guard let date = dayText.count == 8 ? fullDay(dayText) : fullDay("20" + dayText) else { return nil }
        let clock = hasTime ? "T" + String(digits[digits.count - 4..<digits.count - 2]) + ":" + String(digits.suffix(2)) : "T00:00"
        return CivilTime("\(date)\(clock)")
    }

    /// `YYMMDD` or `CCYYMMDD`. Of two digits for the year the century is the last in which somebody now alive can be born: beyond 2030 means 19xx.
    static func day(_ text: String) -> CivilDate? {
        guard text.utf8.count == 6 else { return fullDay(text) }
        guard let year = Int(text.prefix(2)) else { return nil }
        return fullDay((year > 30 ? "19" : "20") + text)
    }

    private static func fullDay(_ text: String) -> CivilDate? {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(text.prefix(4)),
            let month = Int(text.dropFirst(4).prefix(2)), let day = Int(text.suffix(2))
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

extension PassengerList {
    /// The list as a table of arrivals, as `TableKind.arrivals` reads it, its times in the province's zone.
    ///
    /// - Parameters:
    ///   - risk: The risk of the origin as assessed by whoever takes the list in.
    ///   - destination: Where people go for whom the list says no more: the county of the station.
    public func arrivalsTable(risk: OriginRisk?, destination: TerritoryCode?) -> String {
        func field(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        var rows = [
            "Family name,Given name,Document,Sex,Date of birth,Arrived at,Origin,Origin risk,Destination,Vehicle,Transport number,Seat,Left origin,Checkpoint"
        ]
        for person in people {
            let time = arrival.time ?? departure.time
            rows.append(
                [
                    person.family, person.given, person.document ?? "", person.sex?.rawValue ?? "", person.birthDate?.description ?? "",
                    time.map { "\($0.date) \(PassengerList.clock($0))" } ?? "", person.embarked ?? departure.place, risk?.rawValue ?? "",
                    destination?.digits ?? "", vehicle?.rawValue ?? "", transportNumber, person.seat ?? "", departure.time.map { "\($0.date)" } ?? "",
                    arrival.place,
                ].map(field).joined(separator: ","))
        }
        return rows.joined(separator: "\r\n") + "\r\n"
    }

    private static func clock(_ time: CivilTime) -> String {
        let minutes = time.milliseconds / 60_000
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
