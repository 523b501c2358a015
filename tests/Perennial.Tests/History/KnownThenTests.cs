using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests.History;

/// <summary>Facts of which the shop learned later are not in what was known, whatever their sort.</summary>
public class KnownThenTests
{
    const int Customers = 4;

    /// <summary>A fact of a customer: when it was, when the shop knew of it; 0 where nobody wrote it down.</summary>
    public sealed record Heard(int Customer, int At, int KnownAt);

    // Of some sorts there are none, so that what was hidden is often of one sort alone.
    static readonly Gen<Heard[]> heard = Gen.Frequency((1, Gen.Constant(Array.Empty<Heard>())), (1, (
        from customer in Gen.Choose(0, Customers - 1)
        from at in Gen.Choose(1, 9)
        from known in Gen.Choose(0, 9)
        select new Heard(customer, at, known == 0 ? 0 : Math.Max(at, known))).ArrayOf()
        .Select(facts => facts.OrderBy(fact => fact.Customer).ThenBy(fact => fact.At).ToArray())));

    [Fact]
    public void Of_every_customer_what_was_known_stays_and_nothing_else()
    {
        var worlds = from activities in heard
                     from contacts in heard
                     from responses in heard
                     from known in Gen.Choose(1, 9)
                     select (activities, contacts, responses, known);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(worlds.ToArbitrary(), world =>
        {
            var then = Table(world.activities, world.contacts, world.responses)
                .AsOf(Instant.Never, new Instant(world.known));
            Assert.Equal(Known(world.activities, world.known), Shown(then.Activities!.Start, then.Activities.Id));
            Assert.Equal(Known(world.contacts, world.known), Shown(then.Contacts!.Start, then.Contacts.Id));
            Assert.Equal(Known(world.responses, world.known), Shown(then.Responses!.Start, then.Responses.Id));
        }));
    }

    static string Known(Heard[] facts, int knownBy)
    {
        var known = facts.Select((fact, number) => (fact, number))
            .Where(one => (one.fact.KnownAt == 0 ? one.fact.At : one.fact.KnownAt) <= knownBy).ToList();
        return string.Join(" | ", Enumerable.Range(0, Customers).Select(customer => string.Join(' ',
            known.Where(one => one.fact.Customer == customer).Select(one => Id(one.number)))));
    }

    static string Shown(int[] start, FactId[] ids) => string.Join(" | ", Enumerable.Range(0, Customers)
        .Select(customer => string.Join(' ', ids[start[customer]..start[customer + 1]])));

    static FactId Id(int number) => FactId.Numbered("test", $"{number}");

    static HistoryTable Table(Heard[] activities, Heard[] contacts, Heard[] responses) =>
        new(Customers, OrderFacts.Empty(Customers))
        {
            Activities = new ActivityFacts
            {
                Start = Start(activities), At = At(activities), KnownAt = KnownAt(activities), Id = Ids(activities),
                Kind = new ActivityKind[activities.Length], Product = new int[activities.Length],
                DurationSeconds = new int[activities.Length],
            },
            Contacts = new ContactFacts
            {
                Start = Start(contacts), At = At(contacts), KnownAt = KnownAt(contacts), Id = Ids(contacts),
                Channel = new ContactChannel[contacts.Length], Strategy = new string?[contacts.Length],
            },
            Responses = new ResponseFacts
            {
                Start = Start(responses), At = At(responses), KnownAt = KnownAt(responses), Id = Ids(responses),
                Kind = new ResponseKind[responses.Length], Channel = new ContactChannel[responses.Length],
                Contact = new FactId[responses.Length], Disposition = new string?[responses.Length],
            },
        };

    static int[] Start(Heard[] facts) => [.. Enumerable.Range(0, Customers + 1)
        .Select(customer => facts.Count(fact => fact.Customer < customer))];

    static Instant[] At(Heard[] facts) => [.. facts.Select(fact => new Instant(fact.At))];

    static Instant[] KnownAt(Heard[] facts) =>
        [.. facts.Select(fact => fact.KnownAt == 0 ? Instant.None : new Instant(fact.KnownAt))];

    static FactId[] Ids(Heard[] facts) => [.. facts.Select((_, number) => Id(number))];
}
