import Linkage

/// Two lists of invented people in the manner of arrivals: half of the second list's records are people of the first, recorded again with
/// mistakes; a fifth of all people are of the family of the one before, sharing surname, telephone and city.
struct InventedLists {
    static let fields: [LinkageField] = [
        LinkageField("given name", .givenName), LinkageField("surname", .familyName), LinkageField("sex", .sex),
        LinkageField("birth date", .birthDate), LinkageField("phone", .phone), LinkageField("document", .document), LinkageField("city", .place),
    ]

    /// By list and record one value a field.
    private(set) var left: [[String?]] = [], right: [[String?]] = []
    /// The true pairs.
    private(set) var pairs: [Int: Int] = [:]
    private var state: UInt64

    init(count: Int, seed: UInt64) {
        state = seed
        let surnames = (0..<400).map { _ in word(2) }, given = (0..<600).map { _ in word(2 + Int(next(2))) }, cities = (0..<60).map { _ in word(3) }
        var last: [String?]?
        func person(_ lists: inout InventedLists) -> [String?] {
            let born = 1935 + lists.next(85), month = 1 + lists.next(12), day = 1 + lists.next(28)
            var values: [String?] = [
                given[lists.skewed(600)], surnames[lists.skewed(400)], lists.next(2) == 0 ? "F" : "M",
                "\(born)-\(two(month))-\(two(day))", lists.next(100) < 8 ? nil : "1" + lists.digits(10),
                lists.next(100) < 15 ? nil : "E" + lists.digits(8), cities[lists.skewed(60)],
            ]
            if let last, lists.next(5) == 0 { for field in [1, 4, 6] { values[field] = last[field] } }
            last = values
            return values
        }
        for _ in 0..<count { left.append(person(&self)) }
        last = nil
        for index in 0..<count {
            if index % 2 == 0 {
                pairs[index] = right.count
                right.append(again(left[index]))
            } else {
                right.append(person(&self))
            }
        }
    }

    var records: Records {
        var a = RecordEncoder(fields: InventedLists.fields), b = RecordEncoder(fields: InventedLists.fields)
        for values in left { a.append(values) }
        for values in right { b.append(values) }
        return Records(left: [a], right: [b])
    }

    /// Precision, recall and F1 of links.
    func score(_ links: [Link]) -> (precision: Double, recall: Double, f1: Double) {
        let right = Double(links.count { pairs[$0.left] == $0.right })
        let precision = right / Double(max(1, links.count)), recall = right / Double(pairs.count)
        return (precision, recall, 2 * precision * recall / (precision + recall))
    }

    private mutating func again(_ person: [String?]) -> [String?] {
        var person = person
        for field in [0, 1] where next(100) < 12 { person[field] = typo(person[field] ?? "") }
        if next(100) == 0 { person.swapAt(0, 1) }
        switch next(100) {
        case 0..<4: person[3] = person[3].map { $0.prefix(9) + String(next(10)) }
        case 4..<6: person[3] = person[3].map { $0.prefix(5) + $0.suffix(2) + "-" + $0.dropFirst(5).prefix(2) }
        case 6..<8: person[3] = nil
        default: break
        }
        switch next(100) {
        case 0..<25: person[4] = "1" + digits(10)
        case 25..<35: person[4] = nil
        default: break
        }
        switch next(100) {
        case 0..<30: person[5] = nil
        case 30..<35: person[5] = person[5].map { $0.prefix(5) + String(next(10)) + $0.dropFirst(6) }
        default: break
        }
        return person
    }

    // MARK: chance

    /// A number below `bound`, from a linear congruential generator.
    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    private mutating func skewed(_ bound: Int) -> Int { min(next(bound), next(bound)) }
    private mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(next(10)) }.joined() }

    private mutating func word(_ syllables: Int) -> String {
        let consonants = Array("bdfgklmnprstvz"), vowels = Array("aeiou")
        return (0..<syllables).map { _ in String([consonants[next(14)], vowels[next(5)]]) }.joined() + ["n", "s", "r", ""][next(4)]
    }

    private mutating func typo(_ word: String) -> String {
        var letters = Array(word)
        guard letters.count > 2 else { return word + "a" }
        let place = next(letters.count - 1)
        if next(2) == 0 { letters.swapAt(place, place + 1) } else { letters[place] = "x" }
        return String(letters)
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
