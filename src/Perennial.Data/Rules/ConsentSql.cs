using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Data.Rules;

/// <summary>Whether customers may be contacted, as <see cref="MayContact"/> decides it; when consent ends.</summary>
sealed class ConsentSql(ConditionSql sql)
{
    const string Letters = "'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'";

    /// <summary>Writes a test of permission.</summary>
    public void Add(ConsentTest test)
    {
        var (at, channel) = (sql.Moment.AsOf.UnixMs, (long)test.Channel);
        sql.Append("(not exists (select 1 from suppression u where u.shard = p.shard and u.customer_id = p.customer_id"
            + $" and u.channel = {sql.Value(channel)} and u.suppressed_at <= {sql.Value(at)})");
        string[] topics = test.Topic.Length == 0 ? [Topic.Everything] : [Topic.Everything, test.Topic];
        foreach (var topic in topics) NotRefused(channel, topic, at);
        sql.Append(" and (");
        Any(topics, topic => Yes(channel, topic, at, $"y.expires_at > {sql.Value(at)}"));
        // Who has not agreed may still be contacted, where nobody asks for consent and none has ended that lifted a no.
        if (!test.By.Options.NeedsConsent(test.Channel))
        {
            sql.Append(" or (not (");
            Any(topics, topic => Yes(channel, topic, at, "1 = 1"));
            sql.Append(" and ");
            Any(topics, topic => No(channel, topic, at));
            sql.Append(")");
            LawAsksNot(test);
            sql.Append(")");
        }
        sql.Append(")");
        sql.Append($" and {AddressFor(test.Channel)})");
    }

    static string AddressFor(ContactChannel channel)
    {
        string Known(CustomerAttribute attribute) => $"coalesce({RuleSql.Attribute(attribute)}, '') <> ''";
        return channel switch
        {
            ContactChannel.Email => Known(CustomerAttribute.Email),
            ContactChannel.Sms or ContactChannel.Call => Known(CustomerAttribute.Phone),
            ContactChannel.Letter => Known(CustomerAttribute.Address),
            _ => $"({Known(CustomerAttribute.Email)} or {Known(CustomerAttribute.Phone)})",
        };
    }

    void Any(IReadOnlyList<string> topics, Action<string> write)
    {
        sql.Append("(");
        foreach (var (index, topic) in topics.Index())
        {
            if (index > 0) sql.Append(" or ");
            write(topic);
        }
        sql.Append(")");
    }

    // A no that no later yes has lifted, whether or not that has ended.
    void NotRefused(long channel, string topic, long at)
    {
        sql.Append(" and (not ");
        No(channel, topic, at);
        sql.Append(" or ");
        Yes(channel, topic, at, "1 = 1");
        sql.Append(")");
    }

    void No(long channel, string topic, long at) => sql.Append(
        "exists (select 1 from consent n where n.shard = p.shard and n.customer_id = p.customer_id and n.granted = 0"
        + $" and n.channel = {sql.Value(channel)} and n.topic = {sql.Value(topic)} and n.said_at <= {sql.Value(at)})");

    void Yes(long channel, string topic, long at, string which) => sql.Append(
        "exists (select 1 from consent y where y.shard = p.shard and y.customer_id = p.customer_id and y.granted = 1"
        + $" and {which} and y.channel = {sql.Value(channel)} and y.topic = {sql.Value(topic)}"
        + $" and y.said_at <= {sql.Value(at)} and {NoNoBehind("y", at)})");

    string NoNoBehind(string yes, long at) =>
        $"not exists (select 1 from consent n where n.shard = {yes}.shard and n.customer_id = {yes}.customer_id"
        + $" and n.channel = {yes}.channel and n.topic = {yes}.topic and n.granted = 0"
        + $" and n.said_at <= {sql.Value(at)} and n.said_at >= {yes}.said_at)";

    // The shop's law counts where the customer's country is no code of two letters.
    void LawAsksNot(ConsentTest test)
    {
        var day = ShopCalendar.Date(test.By.Calendar.DayOf(sql.Moment.AsOf));
        string[] countries =
        [
            .. test.By.Law.Where(law => law.NeedsConsent && law.Channel == test.Channel && law.HoldsOn(day))
                .Select(law => law.Country).Distinct(),
        ];
        if (countries.Length == 0) return;
        const string country = "trim(coalesce(c.country, ''))";
        string IsLetter(int place) =>
            $"replace({Letters}, substr({country}, {place}, 1), '') <> {Letters}";
        sql.Append($" and (case when length({country}) = 2 and {IsLetter(1)} and {IsLetter(2)} then upper({country})");
        sql.Append($" else {sql.Value(ContactRules.CountryCode(test.By.Options.Country) ?? "")} end)");
        sql.Append($" not in ({string.Join(", ", countries.Select(code => sql.Value(code)))})");
    }

    /// <summary>Writes the positive test of the end of consent.</summary>
    public void Add(ExpiryTest test)
    {
        var end = End(test);
        // No value appears twice in one text, and a range names the end twice.
        sql.Append("(");
        foreach (var (index, range) in test.Comparison.WholeRanges().Index())
        {
            if (index > 0) sql.Append(" or ");
            var days = new WholeRange(
                sql.Moment.Today + Math.Clamp(range.From, -1, LongestDays),
                sql.Moment.Today + Math.Clamp(range.To, -1, LongestDays));
            var (from, to) = DayRange.Instants(days, sql.Moment.Calendar);
            sql.Append($"coalesce({end()}, {sql.Value(Instant.Never.UnixMs)}) between {sql.Value(from.UnixMs)}");
            sql.Append($" and {sql.Value(Math.Min(to.UnixMs, Instant.Never.UnixMs - 1))}");
        }
        sql.Append(")");
    }

    // A thousand years: a consent that ends later has no end.
    const long LongestDays = 365_250;

    // Of each channel and topic the yes that lasts longest; of those the one that ends first.
    Func<string> End(ExpiryTest test) => () =>
    {
        var at = sql.Moment.AsOf.UnixMs;
        var only = test.Channel is { } channel ? $" and y.channel = {sql.Value((long)channel)}" : "";
        return "(select min(y.expires_at) from consent y where y.shard = p.shard and y.customer_id = p.customer_id"
            + $"{only} and {Holds("y")} and y.expires_at < {sql.Value(Instant.Never.UnixMs)}"
            + " and not exists (select 1 from consent w where w.shard = y.shard and w.customer_id = y.customer_id"
            + $" and w.channel = y.channel and w.topic = y.topic and {Holds("w")} and w.expires_at > y.expires_at))";

        string Holds(string yes) => $"{yes}.granted = 1 and {yes}.said_at <= {sql.Value(at)}"
            + $" and {yes}.expires_at > {sql.Value(at)} and {NoNoBehind(yes, at)}";
    };
}
