using Perennial.Core.Cycle;
using Perennial.Core.FactScores;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads what a column's name followed by <c>of</c> asks for: the cycle of a category (<c>cycle_status of
/// 'roses'</c>), or a score of another sort of fact (<c>r of 'support'</c>).</summary>
sealed class OfReader(TokenReader tokens, ValueReader values, RuleContext context)
{
    readonly NameReader names = new(tokens, context);

    /// <summary>The test, behind the column's name; null where no <c>of</c> follows it.</summary>
    public Rule? Read(Column column, Token name)
    {
        if (!tokens.Skip("of")) return null;
        if (Scored(column) is { } score) return Score(column, score);
        if (column == RfmColumns.Rfm) return Code();
        if (CategoryTest.Columns.Contains(column)) return Category(column);
        throw tokens.Error(name, $"There is no {column.Name} of something.", NearestNames.Remedy(
            name.Text, CategoryTest.Columns.Select(known => known.Name).Concat(["r", "f", "m", "rfm"])));
    }

    CategoryTest Category(Column column)
    {
        var category = names.Read(NameKind.Category, $"Write the category in quotes: {column.Name} of 'roses' ….");
        if (column == CycleColumns.NextOrderExpectedAt && values.Window(column: true) is { IsAlways: false } window)
            return new CategoryTest(category, window);
        return new CategoryTest(category, column,
            values.Comparison(ValueSubject.Of(column, context) with { Name = $"{column.Name} of '{category}'" }));
    }

    // r of 'support' is another way to write support_r.
    ColumnTest Score(Column column, Func<FactScoreSet, Column> of)
    {
        var scored = of(Sort(column));
        return new ColumnTest(scored, values.Comparison(ValueSubject.Of(scored, context)));
    }

    FactScoreSet Sort(Column column)
    {
        var sort = tokens.TakeText($"Write the sort of fact in quotes: {column.Name} of 'support' ….");
        return FactScoreColumns.Sets.FirstOrDefault(set => set.Name == sort.Text) ?? throw tokens.Error(sort,
            $"Nothing called '{sort.Text}' is scored.",
            NearestNames.Remedy(sort.Text, FactScoreColumns.Sets.Select(known => known.Name)));
    }

    // There is no column of the three together: the code says what each of them is.
    Rule Code()
    {
        var set = Sort(RfmColumns.Rfm);
        var asked = values.Comparison(ValueSubject.Of(RfmColumns.Rfm, context));
        if (asked.AsksForAny) return new ColumnTest(set.R, asked);
        AllOf[] codes = [.. asked.Values.Select(value => new AllOf(
        [
            Is(set.R, value.Whole / 10_000), Is(set.F, value.Whole / 100 % 100), Is(set.M, value.Whole % 100),
        ]))];
        Rule any = codes.Length == 1 ? codes[0] : new AnyOf(codes);
        return asked.Negated ? new NotRule(any) : any;
    }

    static ColumnTest Is(Column column, long score) =>
        new(column, new(ComparisonOperator.Equal, [new RuleValue($"{score}", score)]));

    static Func<FactScoreSet, Column>? Scored(Column column) => column.Name switch
    {
        "r" => set => set.R,
        "f" => set => set.F,
        "m" => set => set.M,
        "frequency" => set => set.Times,
        "monetary" => set => set.Amount,
        "last_order_at" => set => set.LastAt,
        _ => null,
    };
}
