using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Tests.Pressure;

/// <summary>Histories with contacts, responses and activities.</summary>
static class SomeBehaviour
{
    public readonly record struct Contact(Instant At, ContactChannel Channel, ulong Id = 0, int Customer = 0);

    public readonly record struct Response(
        Instant At, ResponseKind Kind, ContactChannel Channel = ContactChannel.Email, ulong Answers = 0,
        int Customer = 0);

    public readonly record struct Activity(Instant At, ActivityKind Kind, int DurationSeconds = 0, int Customer = 0);

    /// <summary>All facts of some customers; those of one instant stay in the order given.</summary>
    public sealed record Facts(
        IReadOnlyList<OrderFact> Orders, IReadOnlyList<Contact> Contacts, IReadOnlyList<Response> Responses,
        IReadOnlyList<Activity> Activities)
    {
        public Facts UpTo(Instant last) => new(
            [.. Orders.Where(fact => fact.At <= last)], [.. Contacts.Where(fact => fact.At <= last)],
            [.. Responses.Where(fact => fact.At <= last)], [.. Activities.Where(fact => fact.At <= last)]);

        public IEnumerable<Instant> Instants => [.. Orders.Select(fact => fact.At), .. Contacts.Select(fact => fact.At),
            .. Responses.Select(fact => fact.At), .. Activities.Select(fact => fact.At)];

        public HistoryTable Table(int customers = 1)
        {
            var contacts = Contacts.OrderBy(fact => fact.Customer).ThenBy(fact => fact.At).ToList();
            var responses = Responses.OrderBy(fact => fact.Customer).ThenBy(fact => fact.At).ToList();
            var activities = Activities.OrderBy(fact => fact.Customer).ThenBy(fact => fact.At).ToList();
            int[] Start(IEnumerable<int> of)
            {
                var list = of.ToList();
                return [.. Enumerable.Range(0, customers + 1).Select(row => list.Count(customer => customer < row))];
            }
            return new HistoryTable(customers, Some.History(Orders, customers).Orders)
            {
                Contacts = new()
                {
                    Start = Start(contacts.Select(fact => fact.Customer)), At = [.. contacts.Select(fact => fact.At)],
                    Channel = [.. contacts.Select(fact => fact.Channel)],
                    Id = [.. contacts.Select(fact => new FactId(fact.Id))],
                },
                Responses = new()
                {
                    Start = Start(responses.Select(fact => fact.Customer)), At = [.. responses.Select(fact => fact.At)],
                    Kind = [.. responses.Select(fact => fact.Kind)],
                    Channel = [.. responses.Select(fact => fact.Channel)],
                    Contact = [.. responses.Select(fact => new FactId(fact.Answers))],
                },
                Activities = new()
                {
                    Start = Start(activities.Select(fact => fact.Customer)),
                    At = [.. activities.Select(fact => fact.At)], Kind = [.. activities.Select(fact => fact.Kind)],
                    Product = [.. activities.Select(_ => -1)],
                    DurationSeconds = [.. activities.Select(fact => fact.DurationSeconds)],
                },
            };
        }
    }

    public static ProfileTable Profile(
        Instant asOf, IReadOnlyList<Contact>? contacts = null, IReadOnlyList<Response>? responses = null,
        IReadOnlyList<Activity>? activities = null, IReadOnlyList<OrderFact>? orders = null,
        ProfileSettings? settings = null) => ProfileFold.FoldAll(
            new Facts(orders ?? [], contacts ?? [], responses ?? [], activities ?? []).Table(), Some.Keys(1), asOf,
            settings ?? new ProfileSettings());

    /// <summary>One customer's facts within half a year, many at one instant.</summary>
    public static Gen<Facts> Any(int atMost = 8) =>
        from orders in Some.AnyOrders(customers: 1, atMost: 2)
        from contacts in Many(atMost, Three(Within, Gen.Elements(Enum.GetValues<ContactChannel>()), Gen.Choose(0, 9)))
        from responses in Many(atMost, Three(
            Within, Gen.Elements(Enum.GetValues<ResponseKind>()), Gen.Choose(0, 9)))
        from activities in Many(atMost, Three(
            Within, Gen.Elements(Enum.GetValues<ActivityKind>()), Gen.Elements(0, 0, 5, 900)))
        select new Facts(
            orders, [.. contacts.Select((fact, i) => new Contact(fact.Item1, fact.Item2, (ulong)i + 1))],
            [.. responses.Select(fact => new Response(fact.Item1, fact.Item2, ContactChannel.Email,
                fact.Item3 < 5 ? 0 : (ulong)fact.Item3 - 4))],
            [.. activities.Select(fact => new Activity(fact.Item1, fact.Item2, fact.Item3))]);

    /// <summary>An instant within half a year; minutes apart at times, so that visits occur.</summary>
    public static Gen<Instant> Within =>
        from day in Gen.Choose(0, 180)
        from minute in Gen.Elements(0, 0, 10, 25, 70, 1439)
        from ms in Gen.Elements(0, 0, 0, 1)
        select new Instant(Some.Start.UnixMs + day / 3 * 3 * 86_400_000L + minute * 60_000L + ms);

    static Gen<(A Item1, B Item2, C Item3)> Three<A, B, C>(Gen<A> first, Gen<B> second, Gen<C> third) =>
        from a in first
        from b in second
        from c in third
        select (a, b, c);

    static Gen<T[]> Many<T>(int atMost, Gen<T> one) =>
        Gen.Choose(0, atMost).SelectMany(count => Gen.ArrayOf(one, count));
}
