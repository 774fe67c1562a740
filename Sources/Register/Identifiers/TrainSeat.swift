import Vocabulary

/// A place in a train: the coach, and where in it (`domain.md` §17.4).
public struct TrainSeat: Identifier {
    /// The coach, from 1.
    public let coach: Int
    /// The place in the coach.
    public let place: Place

    /// How a place in a coach is named.
    public enum Place: Hashable, Sendable {
        /// Row and letter of a multiple unit. Letters are A B C D F; there is no E, since F is always at the window.
        case seat(row: Int, letter: Character)
        /// The running number of a hard or soft seat.
        case number(Int)
        /// A berth of a sleeping car.
        case berth(Int, Tier)
        /// Without a seat 无座.
        case standing

        var text: String {
            switch self {
            case .seat(let row, let letter): twoDigits(row) + String(letter) + "号"
            case .number(let number): "\(number)号"
            case .berth(let number, let tier): "\(number)号" + tier.rawValue
            case .standing: "无座"
            }
        }
    }

    /// The tiers of a sleeping car.
    public enum Tier: String, CaseIterable, Sendable {
        /// The upper berth.
        case upper = "上铺"
        /// The middle berth.
        case middle = "中铺"
        /// The lower berth.
        case lower = "下铺"
    }

    /// Reads `05车12F号`, `5车12F`, `05-12F`, `03车112号`, `12车8号下铺`, `04车无座`.
    public init(_ text: String) throws(IdentifierError) {
        let text = IdentifierText(text)
        guard let split = text.scalars.firstIndex(where: { $0 == "车" || $0 == "車" || $0 == "-" }) else {
            throw .form(accepted: TrainSeat.acceptedForms)
        }
        guard (1...2).contains(split) else { throw .form(accepted: TrainSeat.acceptedForms) }
        coach = try text.number(0..<split)
        guard coach > 0 else { throw .form(accepted: TrainSeat.acceptedForms) }
        let rest = String(String.UnicodeScalarView(text.scalars[(split + 1)...]))
        place = try TrainSeat.place(IdentifierText(rest.hasPrefix("厢") ? String(rest.dropFirst()) : rest), offset: split + 1)
    }

    private static func place(_ text: IdentifierText, offset: Int) throws(IdentifierError) -> Place {
        let words = text.string
        if ["无座", "無座", "站票"].contains(words) { return .standing }
        let digits = text.scalars.prefix { $0.digit != nil }.count
        guard (1...3).contains(digits) else { throw .form(accepted: acceptedForms) }
        let number = try text.number(0..<digits)
        guard number > 0 else { throw .form(accepted: acceptedForms) }
        let rest = String(words.dropFirst(digits))
        if rest.isEmpty || rest == "号" || rest == "號" || rest == "座" { return .number(number) }
        if let tier = Tier.allCases.first(where: { rest.hasSuffix(String($0.rawValue.prefix(1))) || rest.hasSuffix($0.rawValue) }) {
            return .berth(number, tier)
        }
        let letter = text[digits]
        guard "ABCDF".unicodeScalars.contains(letter) else {
            throw .character(Character(letter), position: offset + digits + 1, accepted: "A, B, C, D, F")
        }
        guard digits <= 2, ["", "号", "號", "座"].contains(String(rest.dropFirst())) else { throw .form(accepted: acceptedForms) }
        return .seat(row: number, letter: Character(letter))
    }

    private static let acceptedForms = LocalizedText(
        zh: "车厢和座位，如05车12F号、03车112号、12车8号下铺、04车无座",
        en: "coach and seat, such as 05车12F号, 03车112号, 12车8号下铺 or 04车无座")
}

extension TrainSeat {
    /// As printed on the ticket, `05车12F号`.
    public var description: String { twoDigits(coach) + "车" + place.text }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
