using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Customers;
using Perennial.Words;

namespace Perennial.Ui.Customers;

/// <summary>Something that happened with one customer, as a page shows it.</summary>
/// <param name="At">When; of several things of one day, the last.</param>
/// <param name="Kind">order, refund, contact, activity, response, feedback or support: what the mark looks like.
/// </param>
/// <param name="What">In words.</param>
/// <param name="Then">What came of it, or more of it; may be empty.</param>
/// <param name="IsBad">Whether it is bad news: a complaint, a return.</param>
public sealed record EventShown(Instant At, string Kind, string What, string Then, bool IsBad)
{
    const int MostNamed = 3;

    /// <summary>What was written, word for word; empty where nothing was.</summary>
    public string Said { get; init; } = "";

    /// <summary>Everything that happened, the latest first: orders, contacts with what came back, and what the customer
    /// looked at, a line a day.</summary>
    public static IReadOnlyList<EventShown> Of(
        HistoryTable history, IReadOnlyList<ProductDetails> products, ShopCalendar calendar, string currency)
    {
        var names = Names(history, products);
        var all = new List<EventShown>();
        all.AddRange(OrderShown.Of(history, products).Select(order => new EventShown(
            order.At, "order", $"Order {order.Number}".Trim()
                + (order.IsReturned ? ", returned" : $", {Show.Money(order.NetCents, currency)}"),
            Some([.. order.Lines.Select(line => line.Words)]),
            order.IsReturned)));
        // What nobody has dated stands with its order.
        all.AddRange(RefundShown.Of(history).Where(refund => !refund.IsOfOrdersDay).Select(refund => new EventShown(
            refund.At, "refund", $"{Show.Money(refund.Cents, currency)} given back",
            $"of {$"order {refund.Number}".Trim()}{(refund.IsAll ? ", nothing of it is left" : "")}", true)));
        AddContacts(all, history, currency);
        var activities = history.Activities ?? ActivityFacts.Empty(1);
        AddActivities(all, activities, names, calendar);
        AddSaid(all, activities, names);
        return [.. all.OrderByDescending(one => one.At.UnixMs)];
    }

    static void AddSaid(List<EventShown> all, ActivityFacts facts, string[] names)
    {
        for (var i = 0; i < facts.At.Length; i++)
        {
            var (kind, detail) = (facts.Kind[i], facts.Details?.Of(i));
            if (!FeedbackWords.Stands(kind)) continue;
            all.Add(new EventShown(facts.At[i], kind.IsFeedback() ? "feedback" : "support",
                FeedbackWords.What(kind, detail, facts.Name.Length == 0 ? null : facts.Name[i],
                    facts.Product[i] < 0 ? null : names[facts.Product[i]]), "", FeedbackWords.IsBad(kind, detail))
            {
                Said = detail?.Text ?? "",
            });
        }
    }

    static void AddContacts(List<EventShown> all, HistoryTable history, string currency)
    {
        var contacts = history.Contacts ?? ContactFacts.Empty(1);
        var responses = history.Responses ?? ResponseFacts.Empty(1);
        var answered = responses.Contact.Length == 0 ? [] : Enumerable.Range(0, responses.At.Length)
            .GroupBy(i => responses.Contact[i]).ToDictionary(group => group.Key, group => group.ToList());
        var used = new HashSet<int>();
        for (var i = 0; i < contacts.At.Length; i++)
        {
            List<int> mine = contacts.Id.Length > 0 ? answered.GetValueOrDefault(contacts.Id[i], []) : [];
            used.UnionWith(mine);
            var strategy = contacts.Strategy.Length > 0 ? contacts.Strategy[i] : null;
            var part = FeedbackWords.Of(contacts.Context.Length == 0 ? null : contacts.Context[i], currency);
            var then = mine.Select(answer => Came(responses, answer)).Prepend(part)
                .Where(words => words.Length > 0).Distinct();
            all.Add(new EventShown(contacts.At[i], "contact",
                Sent(contacts.Channel[i]) + (string.IsNullOrEmpty(strategy) ? "" : $" “{strategy}”"),
                string.Join(", ", then), mine.Any(answer => IsBadNews(responses.Kind[answer])))
            {
                Said = string.Join("\n", mine.Select(answer => Wrote(responses, answer)).OfType<string>()),
            });
        }
        // What answers no contact that is known stands for itself.
        for (var i = 0; i < responses.At.Length; i++)
        {
            if (used.Contains(i) || Came(responses, i) is not { Length: > 0 } words) continue;
            all.Add(new EventShown(responses.At[i], "response", char.ToUpperInvariant(words[0]) + words[1..], "",
                IsBadNews(responses.Kind[i])) { Said = Wrote(responses, i) ?? "" });
        }
    }

    static string? Wrote(ResponseFacts facts, int i) => facts.Text.Length == 0 ? null : facts.Text[i];

    static void AddActivities(
        List<EventShown> all, ActivityFacts facts, string[] names, ShopCalendar calendar)
    {
        var visits = Enumerable.Range(0, facts.At.Length).Where(i => !FeedbackWords.Stands(facts.Kind[i]));
        foreach (var day in visits.GroupBy(i => calendar.DayOf(facts.At[i])))
        {
            var kinds = day.GroupBy(i => facts.Kind[i]).Select(kind => $"{kind.Count():N0} × {Did(kind.Key)}");
            var products = day.Select(i => facts.Product[i]).Where(product => product >= 0).Distinct();
            string[] looked = [.. products.Select(product => names[product])];
            all.Add(new EventShown(new Instant(day.Max(i => facts.At[i].UnixMs)), "activity",
                string.Join(", ", kinds), Some(looked), false));
        }
    }

    static string[] Names(HistoryTable history, IReadOnlyList<ProductDetails> products) =>
        [.. history.Products.Select((id, i) => (i < products.Count ? products[i].Name : null) ?? id)];

    static string Some(string[] words) => words.Length <= MostNamed ? string.Join(", ", words)
        : $"{string.Join(", ", words[..MostNamed])} and {words.Length - MostNamed:N0} more";

    static bool IsBadNews(ResponseKind kind) =>
        kind is ResponseKind.Bounce or ResponseKind.Complaint or ResponseKind.Unsubscribe;

    static string Came(ResponseFacts facts, int i) => facts.Kind[i] switch
    {
        ResponseKind.Delivered => "",
        ResponseKind.Open => "opened",
        ResponseKind.Click => "clicked",
        ResponseKind.Reply => "replied",
        ResponseKind.Bounce => "could not be delivered",
        ResponseKind.Complaint => "marked as spam",
        ResponseKind.Unsubscribe => "unsubscribed",
        _ => facts.Disposition.Length > 0 ? facts.Disposition[i] ?? "call ended" : "call ended",
    };

    static string Sent(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "E-mail",
        ContactChannel.Sms => "Text message",
        ContactChannel.Call => "Call",
        ContactChannel.Letter => "Letter",
        _ => "Advertisement",
    };

    static string Did(ActivityKind kind) => kind switch
    {
        ActivityKind.PageView => "page looked at",
        ActivityKind.ProductView => "product looked at",
        ActivityKind.CartAdd => "put into the cart",
        ActivityKind.CartView => "cart looked at",
        ActivityKind.CheckoutStart => "checkout begun",
        ActivityKind.Form => "form sent",
        ActivityKind.Video => "video watched",
        ActivityKind.Login => "login",
        ActivityKind.InboundCall => "called us",
        ActivityKind.ReportRead => "guide read",
        ActivityKind.LinkClick => "link followed",
        _ => "something else",
    };
}
