import Vocabulary

extension PlaceMeasure {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension ArrivalSource {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension ShiftPattern.Kind {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension GatheringRules.Kind {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension GatheringRules.Condition {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension ZoneRules.ZoneMeasure {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}

extension ControlMode {
    /// What it is called.
    public var words: LocalizedText { ChoiceWords.of(self) }
}
