<?xml version="1.0" encoding="UTF-8"?>
<!-- The names that the processes and the Java side have in common, as constants: what is called by a wrong name does
     not compile. Elements are called as in the files; what has dashes there is written as Java writes constants. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common"
                xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                exclude-result-prefixes="exsl bpmn zeebe">
  <xsl:output method="text"/>

  <xsl:variable name="copies">
    <xsl:copy-of select="document('session-migration.bpmn')/*"/>
    <xsl:copy-of select="document('leftover.bpmn')/*"/>
    <xsl:copy-of select="document('undecided.bpmn')/*"/>
    <xsl:copy-of select="document('lost.bpmn')/*"/>
  </xsl:variable>
  <xsl:variable name="files" select="exsl:node-set($copies)"/>

  <xsl:template match="/">
    <xsl:text>package lifeboat.workers.bpmn;

/** The names in the BPMN files, written by the build. */
public final class BpmnNames {

    private BpmnNames() {
    }
</xsl:text>
    <xsl:call-template name="constants">
      <xsl:with-param name="class">ProcessId</xsl:with-param>
      <xsl:with-param name="names" select="$files//bpmn:process/@id"/>
    </xsl:call-template>
    <xsl:call-template name="constants">
      <xsl:with-param name="class">ProcessMessage</xsl:with-param>
      <xsl:with-param name="names" select="$files//bpmn:message/@name"/>
    </xsl:call-template>
    <xsl:call-template name="constants">
      <xsl:with-param name="class">JobType</xsl:with-param>
      <xsl:with-param name="names" select="$files//zeebe:taskDefinition/@type"/>
    </xsl:call-template>
    <xsl:for-each select="$files//bpmn:process">
      <xsl:call-template name="begin">
        <xsl:with-param name="class">
          <xsl:call-template name="camel"><xsl:with-param name="name" select="@id"/></xsl:call-template>
          <xsl:text>Element</xsl:text>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:for-each select=".//*[bpmn:incoming or bpmn:outgoing or self::bpmn:startEvent or self::bpmn:boundaryEvent
          or self::bpmn:subProcess or @isForCompensation]">
        <xsl:call-template name="constant">
          <xsl:with-param name="name" select="@id"/>
          <xsl:with-param name="value" select="@id"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:text>    }
</xsl:text>
    </xsl:for-each>
    <xsl:text>}
</xsl:text>
  </xsl:template>

  <xsl:template name="constants">
    <xsl:param name="class"/>
    <xsl:param name="names"/>
    <xsl:call-template name="begin"><xsl:with-param name="class" select="$class"/></xsl:call-template>
    <xsl:for-each select="$names">
      <xsl:variable name="name" select="string()"/>
      <xsl:if test="generate-id(..) = generate-id($names[. = $name][1]/..)">
        <xsl:call-template name="constant">
          <xsl:with-param name="name"
              select="translate(., 'abcdefghijklmnopqrstuvwxyz-', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ_')"/>
          <xsl:with-param name="value" select="."/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
    <xsl:text>    }
</xsl:text>
  </xsl:template>

  <xsl:template name="begin">
    <xsl:param name="class"/>
    <xsl:value-of select="concat('&#10;    public static final class ', $class, ' {&#10;&#10;        private ', $class,
        '() {&#10;        }&#10;&#10;')"/>
  </xsl:template>

  <xsl:template name="constant">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:value-of select="concat('        public static final String ', $name, ' = &quot;', $value, '&quot;;&#10;')"/>
  </xsl:template>

  <!-- some-name: SomeName -->
  <xsl:template name="camel">
    <xsl:param name="name"/>
    <xsl:value-of select="translate(substring($name, 1, 1), 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/>
    <xsl:choose>
      <xsl:when test="contains($name, '-')">
        <xsl:value-of select="substring(substring-before($name, '-'), 2)"/>
        <xsl:call-template name="camel">
          <xsl:with-param name="name" select="substring-after($name, '-')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="substring($name, 2)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
