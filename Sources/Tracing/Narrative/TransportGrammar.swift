import Register

/// A journey by flight or train as a text tells it, with the seat if it does.
public struct NarrativeTransport: Hashable, Sendable, Codable {
    /// What it went by.
    public enum Kind: String, Sendable, Codable {
        case flight, train, bus, car, taxi, ship
    }

    /// Flight, train, or something without a number.
    public var kind: Kind
    /// The number of the flight or train, in its normal spelling.
    public var number: String?
    /// The coach of a train.
    public var coach: Int?
    /// Row and letter, or the seat's number.
    public var seat: String?
}

/// Finds flights and trains with their coaches and seats, and other vehicles by their words.
struct TransportGrammar {
    struct Found {
        var range: Range<Int>
        var transport: NarrativeTransport
    }

    static func find(in text: NarrativeText) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < text.count {
            if let next = plate(text, at: index) ?? numbered(text, at: index) ?? worded(text, at: index) {
                found.append(next)
                index = next.range.upperBound
            } else {
                index += 1
            }
        }
        // A seat stands near its vehicle, before or behind other words of the same clause.
        for position in found.indices {
            seat(of: &found[position], before: position + 1 < found.count ? found[position + 1].range.lowerBound : text.count, text)
        }
        return found
    }

    /// `CZ3101`, `G1234次`, `262次列车`, `航班号8876`.
    private static func numbered(_ text: NarrativeText, at index: Int) -> Found? {
        guard !isWordCharacter(text[index - 1]), let scalar = text[index], scalar.isASCII, isWordCharacter(scalar) else { return nil }
        var end = index
        while isWordCharacter(text[end]), end - index < 8 { end += 1 }
        let word = text.words(index..<end).uppercased()
        guard (2...7).contains(end - index), word.contains(where: \.isNumber) else { return nil }
        let isTrainWord = ["次", "列车", "高铁", "动车", "火车"].contains { text.has($0, at: end) }
        if word.contains(where: \.isLetter) {
            if !isTrainWord, word.prefix(2).contains(where: \.isLetter),
                !(word.dropFirst().first?.isNumber ?? false) || word.first?.isNumber ?? false,
                let flight = try? FlightNumber(word)
            {
                return Found(range: index..<end, transport: NarrativeTransport(kind: .flight, number: flight.description))
            }
            if let train = try? TrainNumber(word), train.category != nil, word.count >= 3 || isTrainWord {
                return Found(range: index..<end, transport: NarrativeTransport(kind: .train, number: train.description))
            }
            return nil
        }
        if isTrainWord, text[end] != "火", text.has("次", at: end), hasNear(["列车", "火车", "高铁", "动车", "车"], text, end..<min(end + 5, text.count)) {
            return Found(range: index..<end, transport: NarrativeTransport(kind: .train, number: word))
        }
        if text.has("航班号", before: index) || text.has("航班", before: index) {
            return Found(range: index..<end, transport: NarrativeTransport(kind: .flight, number: word))
        }
        return nil
    }

    private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars)

    /// `湘AT3157`, `湘A·12345`, `粤B12345D`: province, letter, five or six letters and digits (GA 36).
    private static func plate(_ text: NarrativeText, at index: Int) -> Found? {
        guard let province = text[index], provinces.contains(province), let office = text[index + 1], office >= "A", office <= "Z" else { return nil }
        var end = index + 2
        if text[end] == "·" || text[end] == "•" { end += 1 }
        let start = end
        while isWordCharacter(text[end]) { end += 1 }
        let rest = text.words(start..<end).uppercased()
        guard (5...6).contains(end - start), rest.contains(where: \.isNumber) else { return nil }
        return Found(range: index..<end, transport: NarrativeTransport(kind: .car, number: text.words(index..<index + 2) + rest))
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ($0 >= "A" && $0 <= "Z") || ($0 >= "a" && $0 <= "z") || ($0 >= "0" && $0 <= "9") } ?? false
    }

    private static func hasNear(_ words: [String], _ text: NarrativeText, _ range: Range<Int>) -> Bool {
        range.contains { index in words.contains { text.has($0, at: index) } }
    }

    private static let vehicles: [(words: WordSet, kind: NarrativeTransport.Kind)] = [
        (WordSet("航班 飞机 乘机 flight plane"), .flight), (WordSet("高铁 动车 火车 列车 train"), .train),
        (WordSet("大巴 客车 公交 公交车 班车 bus coach"), .bus),
        (WordSet("出租车 的士 网约车 打车 滴滴 taxi"), .taxi), (WordSet("自驾 私家车 驾车 开车 小轿车 drove"), .car), (WordSet("轮船 渡轮 坐船 邮轮 ferry ship"), .ship),
    ]

    private static func worded(_ text: NarrativeText, at index: Int) -> Found? {
        guard text[index]?.isASCII != true || !isWordCharacter(text[index - 1]) else { return nil }
        for (words, kind) in vehicles {
            guard let length = words.match(text, at: index) else { continue }
            let end = index + length
            if text[index]?.isASCII == true, isWordCharacter(text[end]) { continue }
            // 火车站, 高铁站: a place, not a journey.
            if text[end] == "站" || text.has("票", at: end) { return nil }
            return Found(range: index..<end, transport: NarrativeTransport(kind: kind))
        }
        return nil
    }

    /// `05车12F号`, `14车厢`, `座位号32A`, `16车07C座位`, `seat 12A`, `coach 5`.
    private static func seat(of found: inout Found, before limit: Int, _ text: NarrativeText) {
        var index = found.range.lowerBound
        while index < min(limit, found.range.upperBound + 40), index < text.count {
            defer { index += 1 }
            if text[index] == "。" || text[index] == "\n" { break }
            if ["seat ", "coach ", "carriage "].contains(where: { text.has($0, before: index) }), let (value, end) = text.number(at: index, most: 3) {
                if text.has("seat ", before: index) { found.transport.seat = letter(text, value, end).seat } else { found.transport.coach = value }
                continue
            }
            guard text.isDigit(index), !isWordCharacter(text[index - 1]), index >= found.range.upperBound,
                let (value, end) = text.number(at: index, most: 3)
            else {
                continue
            }
            if text[end] == "车", text[end + 1] != "次", value > 0, value < 30 {
                found.transport.coach = found.transport.coach ?? value
            } else if text.has("号车厢", at: end), value < 30 {
                found.transport.coach = found.transport.coach ?? value
            } else {
                let (seat, close) = letter(text, value, end)
                let isSeat =
                    close > end || ["座", "号座", "铺", "号铺"].contains { text.has($0, at: close) }
                    || ["座位号", "座位号为", "座位"].contains { text.has($0, before: index) }
                if isSeat, found.transport.seat == nil { found.transport.seat = seat }
            }
        }
    }

    private static func letter(_ text: NarrativeText, _ value: Int, _ end: Int) -> (seat: String, end: Int) {
        if let scalar = text[end], "ABCDEFGHJKLabcdefghjkl".unicodeScalars.contains(scalar), !isWordCharacter(text[end + 1]) {
            return (String(value) + String(scalar).uppercased(), end + 1)
        }
        return (String(value), end)
    }
}
