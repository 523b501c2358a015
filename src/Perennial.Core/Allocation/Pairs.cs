namespace Perennial.Core.Allocation;

/// <summary>Two exchanges at once, of two customers: one gives up what the other one uses. Exchanges that change value
/// and usage alike are one kind, tried once and made as often as they can be: whoever has measured values by band has
/// many of each kind.</summary>
sealed class Pairs(AllocationProblem problem, Choice choice)
{
    const int MostKinds = 1_000;

    sealed record Kind(long Value, long[] Uses, List<Move> Moves);

    /// <summary>Makes the pairs that add value, of the exchanges given; whether there was one.</summary>
    public bool Make(IEnumerable<Move> moves)
    {
        var kinds = Kinds(moves);
        var moved = new HashSet<int>();
        var any = false;
        while (Most(kinds) is var (one, other))
        {
            if (!MakeOnce(one, other, moved)) continue;
            any = true;
        }
        return any;
    }

    List<Kind> Kinds(IEnumerable<Move> moves)
    {
        var kinds = new Dictionary<string, Kind>();
        foreach (var move in moves)
        {
            var value = (long)(choice.ValueOf(move.Comes) - choice.ValueOf(move.Leaves));
            var uses = new long[problem.Resources];
            for (var resource = 0; resource < uses.Length; resource++)
                uses[resource] = choice.UseOf(resource, move.Comes) - choice.UseOf(resource, move.Leaves);
            var key = $"{value} {string.Join(' ', uses)}";
            if (!kinds.TryGetValue(key, out var kind))
            {
                if (kinds.Count == MostKinds) continue;
                kinds.Add(key, kind = new(value, uses, []));
            }
            kind.Moves.Add(move);
        }
        // The last one is made first.
        foreach (var kind in kinds.Values) kind.Moves.Reverse();
        return [.. kinds.Values];
    }

    // The pair that adds most, made as often as it can be.
    (Kind One, Kind Other)? Most(List<Kind> kinds)
    {
        (Kind, Kind)? found = null;
        var most = 0L;
        for (var i = 0; i < kinds.Count; i++)
            for (var j = i; j < kinds.Count; j++)
            {
                var value = kinds[i].Value + kinds[j].Value;
                if (value <= 0) continue;
                var times = Times(kinds[i], kinds[j]);
                if (times * value <= most) continue;
                (found, most) = ((kinds[i], kinds[j]), times * value);
            }
        return found;
    }

    long Times(Kind one, Kind other)
    {
        var times = ReferenceEquals(one, other) ? one.Moves.Count / 2L : Math.Min(one.Moves.Count, other.Moves.Count);
        for (var resource = 0; resource < problem.Resources && times > 0; resource++)
        {
            var more = one.Uses[resource] + other.Uses[resource];
            if (more > 0) times = Math.Min(times, Math.Max(0, -choice.Over(resource)) / more);
        }
        return times;
    }

    // As often as it fits; whoever was moved in this round has no other move.
    bool MakeOnce(Kind one, Kind other, HashSet<int> moved)
    {
        var made = false;
        while (Times(one, other) > 0)
        {
            if (Next(one, moved) is not { } first) break;
            moved.Add(first.Customer);
            if (Next(other, moved) is not { } second) break;
            moved.Add(second.Customer);
            choice.Exchange(first.Leaves, first.Comes);
            choice.Exchange(second.Leaves, second.Comes);
            made = true;
        }
        return made;
    }

    static Move? Next(Kind kind, HashSet<int> moved)
    {
        while (kind.Moves.Count > 0)
        {
            var move = kind.Moves[^1];
            kind.Moves.RemoveAt(kind.Moves.Count - 1);
            if (!moved.Contains(move.Customer)) return move;
        }
        return null;
    }
}
