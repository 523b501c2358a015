using Perennial.Core.Statistics;

namespace Perennial.Core.Pressure;

/// <summary>Puts intervals around what contacts are worth: the arms' orders are drawn anew as chance might have given
/// them, the curve is fitted to each, and unsubscriptions are drawn with them.</summary>
/// <remarks>Source: parametric bootstrap, percentile intervals (Efron and Tibshirani 1993, chapters 6 and 13); the
/// chance of unsubscribing from its posterior under Jeffreys' prior.</remarks>
sealed class ContactWorths
{
    const int Draws = 400;
    const int MostContacts = 120;
    const double DaysAYear = 365.0;
    const double WindowDays = 90;

    readonly double marginCents, contactCents;
    readonly (double Gain, double Saturation, double Unsubscribe)[] draws;
    readonly (double Gain, double Saturation, double Unsubscribe) point;

    /// <param name="point">The curve as fitted.</param>
    /// <param name="unsubscribes">Customers who unsubscribed or complained, and messages that customers heard.</param>
    /// <param name="marginCents">Of an average order.</param>
    /// <param name="contactCents">Of a contact.</param>
    public ContactWorths(
        DoseCurve point, (long Count, long Of) unsubscribes, double marginCents, double contactCents)
    {
        (this.marginCents, this.contactCents) = (marginCents, contactCents);
        this.point = (point.Gain, point.SaturationContacts,
            unsubscribes.Of == 0 ? 0 : (double)unsubscribes.Count / unsubscribes.Of);
        // The same arms give the same intervals, whoever asks.
        var rng = new Rng(90);
        draws = new (double, double, double)[Draws];
        for (var i = 0; i < Draws; i++)
        {
            var curve = DoseCurve.Least([.. point.Arms.Select(arm => arm with
            {
                Orders = arm.Orders + rng.NextNormal() * Math.Sqrt(arm.OrdersVariance / arm.Customers),
            })]);
            draws[i] = (curve.Gain, curve.SaturationContacts, unsubscribes.Of == 0 ? 0
                : rng.NextBeta(unsubscribes.Count + 0.5, unsubscribes.Of - unsubscribes.Count + 0.5));
        }
    }

    /// <summary>What an unsubscription costs where nobody has said: what a year of contacts as usual would have
    /// brought, less what they would have cost; never below 0.</summary>
    /// <param name="usual">Contacts of 90 days.</param>
    public double UnsubscribeCents(double usual) => UnsubscribeCents(point, usual);

    /// <summary>The first contact of 90 days and each further one, up to as many as any arm received.</summary>
    /// <param name="arms">What arms received.</param>
    /// <param name="usual">Contacts of 90 days that customers usually receive.</param>
    /// <param name="unsubscribeCents">What an unsubscription costs; null for <see cref="UnsubscribeCents(double)"/>.
    /// </param>
    public IReadOnlyList<ContactWorth> Of(IReadOnlyList<DoseArm> arms, double usual, double? unsubscribeCents)
    {
        var most = Math.Clamp((int)Math.Ceiling(arms.Max(arm => arm.Contacts)), 1, MostContacts);
        return [.. Enumerable.Range(1, most).Select(contact => new ContactWorth(contact,
            Range(draw => Brings(draw, contact)), contactCents, Range(Loses),
            Range(draw => Brings(draw, contact) - contactCents - Loses(draw))))];

        double Loses((double, double, double Unsubscribe) draw) =>
            draw.Unsubscribe * (unsubscribeCents ?? UnsubscribeCents(draw, usual));
    }

    double Brings((double Gain, double Saturation, double) draw, int contact) =>
        (Added(draw, contact) - Added(draw, contact - 1)) * marginCents;

    double UnsubscribeCents((double Gain, double Saturation, double) draw, double usual) =>
        Math.Max(0, Added(draw, usual) * marginCents - usual * contactCents) * DaysAYear / WindowDays;

    static double Added((double Gain, double Saturation, double) draw, double contacts) =>
        draw.Gain * (1 - Math.Exp(-contacts / draw.Saturation));

    CentsRange Range(Func<(double, double, double), double> of)
    {
        const double tail = 0.025;
        var values = Array.ConvertAll(draws, draw => of(draw));
        Array.Sort(values);
        var low = (int)(tail * values.Length);
        return new CentsRange(values[low], of(point), values[^(low + 1)]);
    }
}
