using System.Runtime.InteropServices;
using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>Something that a simulated customer did in the shop.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Product">Index of the product; −1 where it is about none.</param>
/// <param name="Seconds">How long it took.</param>
public readonly record struct SimulatedActivity(Instant At, ActivityKind Kind, int Product, int Seconds)
{
    /// <summary>Which form it was; null for other kinds.</summary>
    public string? Name { get; init; }
}

/// <summary>A yes or a no to being contacted.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Topic">About what; empty for everything.</param>
/// <param name="IsGranted">Whether it is a yes.</param>
/// <param name="IsConfirmed">Whether it is the yes that a contact asked for.</param>
public readonly record struct SimulatedConsent(
    Instant At, ContactChannel Channel, string Topic, bool IsGranted, bool IsConfirmed);

/// <summary>What came back from a contact.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Channel">The contact's channel.</param>
/// <param name="Contact">The contact's id.</param>
/// <param name="Disposition">How a call ended; null on other channels.</param>
public readonly record struct SimulatedResponse(
    Instant At, ResponseKind Kind, ContactChannel Channel, FactId Contact, string? Disposition);

/// <summary>An order with the truth about it.</summary>
/// <param name="Fact">The order.</param>
/// <param name="Mechanism">How its discount was given.</param>
/// <param name="Caused">Whether it would not have been without a contact.</param>
/// <param name="FirstLine">Where its lines begin in <see cref="DayFacts.Lines"/>.</param>
/// <param name="LineCount">How many lines it has, at least 1.</param>
public readonly record struct SimulatedOrder(
    OrderFact Fact, DiscountMechanism Mechanism, bool Caused, int FirstLine, int LineCount);

/// <summary>What a customer did and answered in the days of a step: each kind in time order. An instance can be used
/// for one step after the other.</summary>
/// <remarks>What was read from it before the next step must not be read after it.</remarks>
public sealed class DayFacts
{
    readonly List<SimulatedOrder> orders = [];
    readonly List<OrderLineFact> lines = [];
    readonly List<SimulatedActivity> activities = [];
    readonly List<SimulatedResponse> responses = [];
    readonly List<SimulatedConsent> consents = [];

    /// <summary>The orders placed.</summary>
    public ReadOnlySpan<SimulatedOrder> Orders => CollectionsMarshal.AsSpan(orders);

    /// <summary>The lines of all orders placed.</summary>
    public ReadOnlySpan<OrderLineFact> Lines => CollectionsMarshal.AsSpan(lines);

    /// <summary>What was looked at and done.</summary>
    public ReadOnlySpan<SimulatedActivity> Activities => CollectionsMarshal.AsSpan(activities);

    /// <summary>What came back from contacts of these days and earlier ones.</summary>
    public ReadOnlySpan<SimulatedResponse> Responses => CollectionsMarshal.AsSpan(responses);

    /// <summary>What was said about being contacted.</summary>
    public ReadOnlySpan<SimulatedConsent> Consents => CollectionsMarshal.AsSpan(consents);

    /// <summary>Whether nothing happened.</summary>
    internal bool IsEmpty => orders.Count + activities.Count + responses.Count + consents.Count == 0;

    /// <summary>The lines of one order placed.</summary>
    public ReadOnlySpan<OrderLineFact> LinesOf(in SimulatedOrder order) =>
        Lines.Slice(order.FirstLine, order.LineCount);

    internal List<OrderLineFact> LineList => lines;

    internal void Add(in SimulatedOrder order) => orders.Add(order);

    internal void Add(in SimulatedActivity activity) => activities.Add(activity);

    internal void Add(in SimulatedResponse response) => responses.Add(response);

    internal void Add(in SimulatedConsent consent) => consents.Add(consent);

    internal void Clear()
    {
        orders.Clear();
        lines.Clear();
        activities.Clear();
        responses.Clear();
        consents.Clear();
    }

    internal void Sort()
    {
        Sort(orders, static order => order.Fact.At);
        Sort(activities, static activity => activity.At);
        Sort(responses, static response => response.At);
        Sort(consents, static consent => consent.At);
    }

    // Days come in order and a day holds few facts: nearly sorted, and what is of one instant keeps its order.
    static void Sort<T>(List<T> facts, Func<T, Instant> at)
    {
        for (var i = 1; i < facts.Count; i++)
        {
            if (at(facts[i - 1]) <= at(facts[i])) continue;
            var (fact, time, place) = (facts[i], at(facts[i]), i);
            for (; place > 0 && at(facts[place - 1]) > time; place--) facts[place] = facts[place - 1];
            facts[place] = fact;
        }
    }
}
