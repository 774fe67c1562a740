extension PolicyDocument { func overreach(beyond base: PolicyDocument) -> [PolicyProblem] { [] } }
