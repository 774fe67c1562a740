import Vocabulary

/// Cells as SpreadsheetML.
enum SheetText {
    static func append(_ cell: SheetCell, at place: String, isHeader: Bool, to text: inout String) {
        switch cell {
        case .empty: break
        case .text(""): break
        case .text(let words):
            text += "<c r=\"\(place)\" s=\"\(isHeader ? 4 : 3)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            text += escaped(words.utf16.count > Workbook.longestText ? String(words.prefix(Workbook.longestText / 2)) : words)
            text += "</t></is></c>"
        case .integer(let number): text += "<c r=\"\(place)\"><v>\(number)</v></c>"
        case .decimal(let number) where number.isFinite: text += "<c r=\"\(place)\"><v>\(number)</v></c>"
        case .decimal: break
        case .day(let day):
            guard let serial = serial(day) else { return append(.text(day.description), at: place, isHeader: isHeader, to: &text) }
            text += "<c r=\"\(place)\" s=\"1\"><v>\(serial)</v></c>"
        case .moment(let day, let time):
            guard let serial = serial(day) else { return append(.text(day.description), at: place, isHeader: isHeader, to: &text) }
            text += "<c r=\"\(place)\" s=\"2\"><v>\(Double(serial) + Double(time) / 86_400_000)</v></c>"
        }
    }

    /// Days since the last day of 1899, in the calendar of spreadsheets, which has a 29 February 1900: days before March 1900 have none.
    private static func serial(_ day: CivilDate) -> Int? {
        let serial = Int(day.daysSinceEpoch) + 25_569
        return (61...2_958_465).contains(serial) ? serial : nil
    }

    /// A, B, … Z, AA, AB.
    static func column(_ index: Int) -> String {
        var rest = index
        var letters = ""
        repeat {
            letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }

    /// XML text; characters XML has no place for are written as `_xHHHH_` (§22.9.2.19), and what looks like that too.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case "x" where before == "_": result += "x005F_x"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                result += "_x" + String(repeating: "0", count: 4 - hex.count) + hex + "_"
            default: result.unicodeScalars.append(scalar)
            }
            before = scalar
        }
        return result
    }

    /// Text as it was before `escaped` wrote its characters by number.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x5F) else { return text }
        var result = ""
        var rest = Substring(text)
        while let place = rest.firstRange(of: "_x") {
            let digits = rest[place.upperBound...].prefix(4)
            let end = digits.endIndex
            guard digits.utf8.count == 4, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init), end < rest.endIndex, rest[end] == "_"
            else {
                result += rest[..<place.upperBound]
                rest = rest[place.upperBound...]
                continue
            }
            result += rest[..<place.lowerBound]
            result.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
