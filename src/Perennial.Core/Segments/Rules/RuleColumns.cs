using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>From which stored columns rules are answered.</summary>
public static class RuleColumns
{
    /// <summary>The columns of one rule, some of them perhaps twice; of clock columns those that they follow from.
    /// </summary>
    public static IEnumerable<Column> Of(Rule rule) => rule switch
    {
        ColumnTest test when ClockForm.Of(test.Column) is { } form =>
            form.Per is { } per ? [form.Since, per] : [form.Since],
        ColumnTest test => [test.Column],
        WindowTest test => [test.Column],
        TopTest test => Of(test.Of).Append(test.By),
        _ => rule.Inner.SelectMany(Of),
    };
}
