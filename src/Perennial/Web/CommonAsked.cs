using Perennial.Core;
using Perennial.Insights;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>What an address asks of the common ground of customers: <c>rule</c> or <c>in</c>, <c>moved</c> and
/// <c>days</c>.</summary>
static class CommonAsked
{
    /// <summary>Days of a movement where nothing is said.</summary>
    public const int UsualDays = 30;

    /// <summary>The answer.</summary>
    /// <exception cref="BadInputException">Nothing is asked, or something that cannot be read.</exception>
    public static CommonInsight Of(IQueryCollection query, ShopView view, ShopViews views)
    {
        var asked = query["in"].ToString() is { Length: > 0 } segment ? segment : query["rule"].ToString();
        if (string.IsNullOrWhiteSpace(asked))
            throw new BadInputException("rule", "No rule is asked about.", "Give rule, or a segment's name as in.");
        return Of(asked, query["moved"].ToString(), query["days"].ToString(), view, views);
    }

    /// <summary>The answer about one segment.</summary>
    public static CommonInsight Of(string asked, string moved, string days, ShopView view, ShopViews views)
    {
        var group = moved switch
        {
            "" => CommonGroup.Members,
            "left" => CommonGroup.Left,
            "came" => CommonGroup.Came,
            _ => throw new BadInputException("moved", $"'{moved}' is no movement.", "Use left or came."),
        };
        var within = UsualDays;
        if (days.Length > 0 && !int.TryParse(days, out within))
            throw new BadInputException("days", $"'{days}' is no number of days.", "Use a whole number: 30.");
        return view.CommonGround.Of(asked, group, within,
            group == CommonGroup.Members ? null : ServedStore.Of(views), views.Now);
    }
}
